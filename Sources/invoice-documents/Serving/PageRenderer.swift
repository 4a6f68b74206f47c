import Billing
import JSON
import Pages

/// A page as JSON to a PDF. Fonts are read once.
@safe final class PageRenderer {
  private let setter: TextSetter

  init() throws(PageFailure) { setter = try TextSetter(Fonts()) }

  struct Drawn {
    let pdf: [UInt8]
    /// Whether the page has a logo that cannot be drawn.
    let isWithoutLogo: Bool
    /// The letters that are boxes in it.
    let missing: MissingLetters?
  }

  func pdf(of json: [UInt8]) throws(PageFailure) -> Drawn {
    let invoice: PrintedInvoice?
    do throws(JSONError) {
      invoice = PrintedInvoice(try JSONDocument(reading: json).root)
    } catch {
      throw .unreadable
    }
    guard let invoice else { throw .unreadable }
    return try pdf(of: invoice)
  }

  private func pdf(of invoice: PrintedInvoice) throws(PageFailure) -> Drawn {
    // Of a page that failed nobody is told.
    _ = setter.takeMissing()
    setter.set(language: invoice.language)
    let logo = invoice.logo.flatMap { Picture($0) }
    let pages = PageLayout.pages(of: invoice, logo, setter)
    let geometry = PageGeometry(invoice.paper)
    let drawn = try PDFDrawing.pdf(
      pages, width: geometry.width, height: geometry.height,
      PDFDrawing.Properties(
        title: invoice.title, author: invoice.seller?.name ?? "",
        // Midnight UTC of the invoice's own day: the same invoice makes the same bytes.
        date: "\(invoice.date)T00:00:00Z"), setter)
    return Drawn(
      pdf: try FinishedPDF.bytes(of: drawn, language: invoice.language),
      isWithoutLogo: invoice.logo != nil && logo == nil, missing: setter.takeMissing())
  }
}
