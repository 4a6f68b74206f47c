import Billing
import CivilTime
import JSON

/// An invoice's timeline (<doc:Lifecycle#The-timeline>).
enum InvoiceHistoryText {
  static func table(_ events: [InvoiceEvent]) -> Table {
    var table = Table([
      .init("When"), .init("What", wraps: true), .init("By", drop: 1, wraps: true),
      .init("Request", drop: 2, wraps: true),
    ])
    for event in events {
      let detail = event.detail.map { ": \($0)" } ?? ""
      table.append([
        event.at.secondsText, event.kind.rawValue + detail, event.actor ?? "",
        event.request?.identifier ?? "the clock",
      ])
    }
    return table
  }

  /// `events` of an invoice that was made before there were timelines begin with its next change.
  static func text(_ events: [InvoiceEvent], of invoice: Invoice, width: Int?) -> String {
    let isOlder = InvoiceLedger(invoice, events: events).isOlder
    let note =
      isOlder
      ? TableLayout.indented(
        "It is older than its timeline, which begins with its first change since then.", by: 0,
        width: width) : ""
    guard !events.isEmpty else { return "History\n" + note }
    return "History\n" + note + table(events).text(width: width)
  }

  static func json(_ events: [InvoiceEvent], of invoice: Invoice) -> JSONTree {
    .record([
      "invoiceId": .string(invoice.id.text), "invoiceNumber": .text(invoice.number),
      "history": .array(
        events.map { event in
          .record([
            "at": .text(event.at), "kind": .string(event.kind.rawValue),
            "actor": .text(event.actor), "requestSource": .text(event.request?.source),
            "requestIdentifier": .text(event.request?.identifier), "detail": .text(event.detail),
          ])
        }),
    ])
  }
}
