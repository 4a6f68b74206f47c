import Billing
import JSON
import Messages
import Worker

/// An event in one line for people: time, type, and what it says.
enum EventLine {
  static func text(_ event: EventView) -> String {
    let time = event.time ?? "-"
    let type = event.type ?? "-"
    return PrintableText.escaping("\(time)  \(padded(type))  \(summary(event))") + "\n"
  }

  private static func summary(_ event: EventView) -> String {
    if let completion = CompletionView(event) { return summary(completion) }
    guard let data = event.data else { return event.subject ?? "" }
    switch event.type.flatMap(EventType.init(rawValue:)) {
    case .invoiceTaskRequested: return task(data)
    case .invoiceDrafted, .invoicePosted, .invoiceIngested, .invoiceCanceled, .invoiceVoided,
      .invoiceUpdated, .invoicePaid, .invoiceBalanceChanged, .invoiceOverdue:
      return invoice(data)
    case .creditMemoPosted, .creditMemoVoided, .paymentRecorded, .paymentReversed,
      .paymentRefunded:
      return event.subject ?? ""
    case .errorLogRecorded: return errorLog(data)
    case .requestCompleted, nil: return event.subject ?? ""
    }
  }

  private static func summary(_ completion: CompletionView) -> String {
    let made = completion.invoices.count { $0.id != nil && $0.errors.isEmpty }
    let refused = completion.invoices.count - made
    var parts = [
      completion.isGenerationOfNothing
        ? "nothing was invoiced" : "\(made) \(made == 1 ? "invoice" : "invoices")"
    ]
    if refused > 0 { parts.append("\(refused) refused") }
    if completion.skippedCount > 0 {
      let which = SkippedText.brief(completion)
      parts.append("\(completion.skippedCount) skipped" + (which.isEmpty ? "" : " (\(which))"))
    }
    let codes = Set(completion.errors.map(\.code)).sorted()
    if !codes.isEmpty { parts.append(codes.joined(separator: " ")) }
    let outcome = completion.outcome?.rawValue ?? "unknown outcome"
    return "\(completion.requestIdentifier) \(outcome): \(parts.joined(separator: ", "))"
  }

  private static func invoice(_ data: JSONObject) -> String {
    let name = text(data, "invoiceNumber") ?? text(data, "invoiceId") ?? "-"
    let total = text(data, "totalAmountWithTax") ?? "-"
    let currency = text(data, "currency") ?? ""
    let account = text(data, "accountId") ?? "-"
    return "\(name) for \(account): \(total) \(currency), due \(text(data, "dueDate") ?? "-")"
  }

  private static func task(_ data: JSONObject) -> String {
    guard case .object(let invoice)? = data["invoice"] else { return text(data, "task") ?? "-" }
    return "\(text(data, "task") ?? "-") \(Self.invoice(invoice))"
  }

  private static func errorLog(_ data: JSONObject) -> String {
    var record = ""
    for name in ["relatedRecord", "primaryRecord"] {
      guard case .object(let reference)? = data[name] else { continue }
      record = "\(text(reference, "type") ?? "") \(text(reference, "id") ?? "")"
      break
    }
    let number = text(data, "errorLogNumber") ?? "-"
    return
      "\(number) \(text(data, "errorCode") ?? "-") \(record): \(text(data, "errorMessage") ?? "")"
  }

  private static func text(_ object: JSONObject, _ name: String) -> String? {
    guard case .string(let text)? = object[name] else { return nil }
    return text
  }

  private static func padded(_ type: String) -> String {
    type + String(repeating: " ", count: max(0, 28 - type.count))
  }
}
