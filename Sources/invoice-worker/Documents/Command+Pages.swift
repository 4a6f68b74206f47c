import Billing
import Pages

extension Command {
  static let invoicesHTML = Command(
    CommandDescription(
      ["invoices", "html"],
      summary: "write an invoice or a credit memo as one HTML page",
      details: """
        The page needs nothing beside itself: it is readable on a phone, in the dark and printed, and runs no script.
        """,
      operands: Operands("ID"), options: [Invocation.documentOut],
      examples: ["invoices html INV-2026-000001 --out INV-2026-000001.html"])
  ) { invocation throws(CommandFailure) in
    try invocation.deliver(document: invocation.documentSource(withLogo: true).page.html)
  }

  static let invoicesPDF = Command(
    CommandDescription(
      ["invoices", "pdf"],
      summary: "write an invoice or a credit memo as PDF",
      details: """
        A4, or Letter for receivers in the US, Canada and Mexico. The same invoice makes the same bytes. Drawn by the \
        program invoice-documents, which is looked for beside this one and on the PATH.
        """,
      operands: Operands("ID"), options: [Invocation.documentOut],
      examples: ["invoices pdf INV-2026-000001 --out INV-2026-000001.pdf"])
  ) { invocation throws(CommandFailure) in
    let page = try invocation.documentSource(withLogo: true).page
    guard let program = DocumentsProgram.installed() else {
      throw .fault("\(ErrorCode.rendererMissing.rawValue): \(DocumentsProgram.missing)")
    }
    let drawn: RenderedPage
    do throws(RendererFailure) {
      // Nobody waits behind it: an invoice of very many lines may take its time.
      drawn = try await Renderer(program, limit: .seconds(600)).pdf(of: page)
    } catch {
      throw .fault(error.description)
    }
    if drawn.isWithoutLogo { invocation.console.error("warning: \(PageExchange.logoLeftOut)") }
    if let missing = drawn.missing { invocation.console.error("warning: \(missing.sentence)") }
    return try invocation.deliver(document: drawn.pdf)
  }
}
