import Glibc
import Pages

/// `invoice-documents`: draws the PDF of a page and takes the invoice out of one. `invoice-worker` runs it, so that the
/// libraries that it needs are no part of a worker.
@main
enum InvoiceDocuments {
  private static let usage = """
    Usage: invoice-documents pdf [--serve]
           invoice-documents extract

    pdf      reads a page of invoice-worker's as JSON on standard input and writes the PDF to standard output
    --serve  reads pages until the input ends: each is four bytes of length, most significant first, and the JSON; an
             answer is a byte, four bytes of length, and the PDF (0; 3 where its logo could not be drawn), or the
             sentence that says why there is none: of this page (1), or of the installation (2); where no font has some
             letters (4, 5 without the logo), four bytes of length and these letters come before the PDF
    extract  reads a PDF on standard input and writes the electronic invoice that it carries (Factur-X, ZUGFeRD, XRechnung)
             to standard output; without one it ends with status 3

    """

  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch arguments {
    case ["pdf"]: end(draw)
    case ["pdf", "--serve"]:
      end { () throws(PageFailure) in
        var server = PageServer()
        try server.run()
      }
    case ["extract"]: end(extract)
    case ["--help"], ["-h"]:
      StandardStreams.write(Array(usage.utf8))
      exit(0)
    default:
      StandardStreams.complain(usage)
      exit(2)
    }
  }

  private static func extract() throws(PageFailure) {
    StandardStreams.write(
      try AttachedInvoice.bytes(inPDF: StandardStreams.readAll(most: AttachedInvoice.mostBytes)))
  }

  private static func draw() throws(PageFailure) {
    let renderer = try PageRenderer()
    let drawn = try renderer.pdf(of: StandardStreams.readAll(most: PageExchange.longestPage))
    if drawn.isWithoutLogo {
      StandardStreams.complain("invoice-documents: \(PageExchange.logoLeftOut)\n")
    }
    if let missing = drawn.missing {
      StandardStreams.complain("invoice-documents: \(missing.sentence)\n")
    }
    StandardStreams.write(drawn.pdf)
  }

  private static func end(_ work: () throws(PageFailure) -> Void) -> Never {
    do throws(PageFailure) {
      try work()
      exit(0)
    } catch {
      StandardStreams.complain("invoice-documents: \(error.sentence)\n")
      exit(error == .noInvoice ? 3 : 1)
    }
  }
}
