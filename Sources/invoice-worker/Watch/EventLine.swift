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
    case .invoiceDrafted, .invoicePosted, .invoiceIngested, .invoiceCanceled: return invoice(data)
    case .invoiceVoided:
      return "\(invoice(data)), by \(text(object(data, "creditMemo"), "creditMemoNumber") ?? "-")"
    case .invoiceUpdated: return "\(name(data)): \(changedFields(data))"
    case .invoicePaid: return "\(name(data)), by \(record(data, "settledBy"))"
    case .invoiceBalanceChanged:
      return "\(name(data)): from \(text(data, "previousBalance") ?? "-") to "
        + "\(text(data, "balance") ?? "-") \(text(data, "currency") ?? "")"
    case .invoiceOverdue:
      let instalment = object(data, "instalment")
      return "\(name(data)): \(text(instalment, "openAmount") ?? "-") "
        + "\(text(data, "currency") ?? ""), due \(text(instalment, "dueDate") ?? "-")"
    case .creditMemoPosted, .creditMemoVoided:
      return "\(text(data, "creditMemoNumber") ?? event.subject ?? "-") for "
        + "\(text(data, "accountId") ?? "-"): \(text(data, "payable") ?? "-") "
        + (text(data, "currency") ?? "")
    case .paymentRecorded, .paymentReversed, .paymentRefunded:
      return "\(event.subject ?? "-") for \(text(data, "accountId") ?? "-"): "
        + "\(text(data, "amount") ?? "-") \(text(data, "currency") ?? "")"
    case .runStarted, .runProgressed, .runCompleted:
      return InvoiceRunView(data).map(run) ?? event.subject ?? "-"
    case .runSkipped:
      return "\(text(data, "schedulerId") ?? "-"): none on \(text(data, "localDate") ?? "-"), "
        + (text(data, "reason") ?? "-")
    case .emailSent, .emailFailed, .emailBounced: return email(data)
    case .errorLogRecorded: return errorLog(data)
    case .requestCompleted, nil: return event.subject ?? ""
    }
  }

  private static func summary(_ completion: CompletionView) -> String {
    let made = completion.invoices.count { $0.id != nil && $0.errors.isEmpty }
    let refused = completion.invoices.count - made
    var parts: [String] = []
    if completion.isGenerationOfNothing {
      parts = ["nothing was invoiced"]
    } else if made > 0 {
      parts = ["\(made) \(made == 1 ? "invoice" : "invoices")"]
    }
    parts += LedgerRecordText.counts(completion.records)
    if !completion.emails.isEmpty {
      parts.append(RunWords.count(completion.emails.count, "e-mail"))
    }
    if !completion.recovered.isEmpty {
      parts.append("\(RunWords.count(completion.recovered.count, "schedule")) ready again")
    }
    if let run = completion.invoiceRun { parts.append("run \(run.id) is \(run.status ?? "-")") }
    if refused > 0 { parts.append("\(refused) refused") }
    if completion.skippedCount > 0 {
      let which = SkippedText.brief(completion)
      parts.append("\(completion.skippedCount) skipped" + (which.isEmpty ? "" : " (\(which))"))
    }
    // Warnings where there is nothing else: they say why nothing changed.
    let faults = parts.isEmpty ? completion.errors + completion.warnings : completion.errors
    let codes = Set(faults.map(\.code)).sorted()
    if !codes.isEmpty { parts.append(codes.joined(separator: " ")) }
    let outcome = completion.outcome?.rawValue ?? "unknown outcome"
    return "\(completion.requestIdentifier) \(outcome)"
      + (parts.isEmpty ? "" : ": \(parts.joined(separator: ", "))")
  }

  private static func run(_ run: InvoiceRunView) -> String {
    "\(run.id) \(run.kind ?? "") \(run.status ?? ""): \(RunWords.whatItDid(run))"
  }

  private static func invoice(_ data: JSONObject) -> String {
    let total = text(data, "totalAmountWithTax") ?? "-"
    let currency = text(data, "currency") ?? ""
    return "\(name(data)): \(total) \(currency), due \(text(data, "dueDate") ?? "-")"
  }

  /// The invoice and whose it is.
  private static func name(_ data: JSONObject) -> String {
    let name = text(data, "invoiceNumber") ?? text(data, "invoiceId") ?? "-"
    return "\(name) for \(text(data, "accountId") ?? "-")"
  }

  private static func email(_ data: JSONObject) -> String {
    let about = text(data, "invoiceId").map { "invoice \($0)" } ?? "a notice"
    let diagnostic = text(data, "diagnostic").map { ": \($0)" } ?? ""
    return "\(about) to \(texts(data, "to").joined(separator: ", "))\(diagnostic)"
  }

  private static func texts(_ data: JSONObject, _ name: String) -> [String] {
    guard case .array(let values)? = data[name] else { return [] }
    return values.compactMap { value in
      if case .string(let text) = value { text } else { nil }
    }
  }

  private static func changedFields(_ data: JSONObject) -> String {
    guard case .array(let changes)? = data["changes"] else { return "-" }
    return changes.compactMap { change in
      guard case .object(let change) = change else { return nil }
      return text(change, "field")
    }.joined(separator: ", ")
  }

  private static func record(_ data: JSONObject, _ name: String) -> String {
    let reference = object(data, name)
    return "\(text(reference, "type") ?? "-") \(text(reference, "id") ?? "")"
  }

  private static func object(_ data: JSONObject, _ name: String) -> JSONObject? {
    guard case .object(let object)? = data[name] else { return nil }
    return object
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

  private static func text(_ object: JSONObject?, _ name: String) -> String? {
    guard case .string(let text)? = object?[name] else { return nil }
    return text
  }

  private static func padded(_ type: String) -> String {
    type + String(repeating: " ", count: max(0, 28 - type.count))
  }
}
