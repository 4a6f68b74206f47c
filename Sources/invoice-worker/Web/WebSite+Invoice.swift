import Billing
import CivilTime
import HTTPServer
import JSON
import Messages
import Pages
import Storage
import UBL
import Web

/// `/invoices/{id}`: an invoice as `invoices show --history` has it, its documents, and what may be done with it.
extension WebSite {
  private struct Found: Sendable {
    let invoice: Invoice
    let surroundings: InvoiceSurroundings
    let history: [InvoiceEvent]
  }

  func invoice(_ id: String, _ visitor: WebVisitor) async throws(CommandFailure) -> WebPage {
    let found = try await store.query { queries throws(StoreError) -> Found? in
      guard let invoice = try queries.invoice(id) else { return nil }
      return Found(
        invoice: invoice, surroundings: try queries.surroundings(of: invoice),
        history: try queries.events(of: invoice.id))
    }
    guard let found else { return PlainPages.notFound("There is no invoice \(id).") }
    let invoice = found.invoice
    let today = UTCInstant.now().date
    let text = InvoiceText(invoice: invoice, surroundings: found.surroundings, today: today)
    var content = [documents(of: invoice)]
    if visitor.role == .operator { content.append(Self.actions(on: invoice)) }
    for part in text.tables {
      content.append(Parts.heading(part.about))
      content.append(part.table.html(part.about) { Self.address($0, $1, invoice) })
    }
    if !text.earlierTasks.isEmpty { content.append(Parts.paragraph(text.earlierTasks)) }
    content.append(Parts.heading("Timeline"))
    if InvoiceLedger(invoice, events: found.history).isOlder {
      content.append(
        Parts.paragraph("It is older than its timeline, which begins with its next change."))
    }
    if !found.history.isEmpty { content.append(Self.timeline(found.history)) }
    content.append(Parts.heading("From the command line"))
    content.append(
      Parts.command(
        ["invoices", "show", "--history"], operand: invoice.number ?? invoice.id.text))
    var writer = JSONWriter()
    let tasks = found.surroundings.tasks
    writer.invoice(invoice, on: today) { $0.tasks(tasks) }
    return WebPage(
      "Invoice \(invoice.number ?? "draft \(invoice.id.text)")", section: .invoices,
      twin: WebAddress(.invoice(id), as: .json), json: writer.bytes, content)
  }

  /// Where a value of the invoice's tables leads.
  private static func address(
    _ column: String, _ text: String, _ invoice: Invoice
  ) -> WebAddress? {
    switch column {
    case "Request":
      return WebAddress(
        .request(source: invoice.request.source, identifier: invoice.request.identifier))
    case "Schedule": return WebAddress(.schedule(text))
    case "Re-invoice of" where !text.contains(" "), "Re-invoiced by" where !text.contains(" "):
      return WebAddress(.invoice(text))
    case "Account":
      var filter = InvoiceFilter()
      filter.account = invoice.accountId.text
      return WebAddress(.invoices, filter.query)
    default: return nil
    }
  }

  private static func timeline(_ events: [InvoiceEvent]) -> HTMLNode {
    let rows = events.map { event -> [HTMLNode] in
      let detail = event.detail.map { ": \($0)" } ?? ""
      let request = event.request.map {
        Parts.link(
          $0.identifier, WebAddress(.request(source: $0.source, identifier: $0.identifier)))
      }
      return [
        Parts.time(event.at), .text(event.kind.rawValue + detail), .text(event.actor ?? ""),
        request ?? .text("the clock"),
      ]
    }
    return Parts.table(
      "What happened to it",
      [.init("When"), .init("What"), .init("By"), .init("Request")], rows)
  }

  /// What may be done with it as it stands.
  private static func actions(on invoice: Invoice) -> HTMLNode {
    let possible: [(String, WebRoute.InvoiceAction)] =
      switch invoice.status {
      case .draft: [("Post", .post), ("Cancel", .cancel)]
      case .posted: [("Send by e-mail", .email), ("Void", .void)]
      case .canceled, .voided: []
      }
    guard !possible.isEmpty else { return .nothing }
    return .tag(
      "ul", [HTMLAttribute("class", "actions")],
      possible.map { name, action in
        .tag("li", [Parts.link(name, WebAddress(.invoiceAction(invoice.id.text, action)))])
      })
  }

  // MARK: Documents

  private func documents(of invoice: Invoice) -> HTMLNode {
    let id = invoice.id.text
    guard invoice.status == .posted || invoice.status == .voided else {
      return Parts.paragraph("Only what was posted is a document.")
    }
    let names: [(String, WebRoute.InvoiceDocument)] = [
      ("As the customer sees it", .html), ("PDF", .pdf), ("UBL", .ubl),
    ]
    return .tag(
      "ul", [HTMLAttribute("class", "actions")],
      names.map { name, document in
        .tag("li", [Parts.link(name, WebAddress(.invoiceDocument(id, document)))])
      })
  }

  func document(
    _ document: WebRoute.InvoiceDocument, of id: String
  ) async throws(CommandFailure) -> HTTPReply {
    let found = try await store.query { queries throws(StoreError) in
      try queries.documentSource(id)
    }
    guard let found else { throw .fault("There is no invoice \(id).") }
    if let status = found.invoices.first?.status, status != .posted && status != .voided {
      throw .fault("Invoice \(id) is \(status.rawValue), and only what was posted is a document.")
    }
    let name = found.invoices.first?.number ?? id
    switch document {
    case .html:
      // Its own policy stands in the page; nothing of it may be loaded or run either way.
      return file(found.page.html, "text/html; charset=utf-8", name: "\(name).html")
    case .ubl:
      let made: EInvoice
      do throws(DocumentIncomplete) {
        made = try found.document()
      } catch {
        throw .fault(
          "No valid document can be made of \(id). "
            + error.faults.map(\.message).joined(separator: " "))
      }
      guard let bytes = made.ubl() else {
        throw .internal("there is not enough memory for the document")
      }
      return file(bytes, "application/xml", name: "\(name).xml")
    case .pdf:
      guard let renderer else { throw .unavailable(DocumentsProgram.missing) }
      do throws(RendererFailure) {
        return file(
          try await renderer.pdf(of: found.page).pdf, "application/pdf", name: "\(name).pdf")
      } catch {
        throw .unavailable(error.description)
      }
    }
  }
}
