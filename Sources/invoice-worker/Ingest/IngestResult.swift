import Billing
import JSON
import Messages

/// What became of one document.
struct IngestResult: Hashable, Sendable {
  /// `FILE`, or `FILE:LINE`.
  let place: String
  /// nil when no request was made of it.
  let completion: CompletionView?
  /// Why not.
  let reason: String?

  static func unread(_ place: String, _ reason: String) -> IngestResult {
    IngestResult(place: place, completion: nil, reason: reason)
  }

  static func answered(_ place: String, _ completion: CompletionView) -> IngestResult {
    IngestResult(place: place, completion: completion, reason: nil)
  }

  /// As the command `request` would end for this document alone.
  var exitStatus: ExitStatus {
    guard let completion else { return .rejected }
    return CompletionText.exitStatus(of: completion.outcome)
  }

  var isSuccess: Bool { completion?.isSuccess ?? false }

  /// A line for the document, and one for each of its faults and warnings.
  var text: String {
    guard let completion else { return "\(place): not sent: \(reason ?? "")" }
    let outcome = completion.outcome?.rawValue ?? "?"
    let made = completion.invoices.compactMap { invoice in
      invoice.id.map { id in
        "invoice \(id) \(invoice.totalAmountWithTax ?? "") \(invoice.currency ?? "")"
      }
    }
    let head = ([outcome] + made).joined(separator: ", ")
    let details =
      completion.errors.map { Self.text($0, prefix: "") }
      + completion.warnings.map { Self.text($0, prefix: "warning: ") }
    return (["\(place): \(head)"] + details).joined(separator: "\n")
  }

  private static func text(_ fault: CompletionView.Fault, prefix: String) -> String {
    "  \(prefix)\(fault.pointer.map { "\($0): " } ?? "")\(fault.code): \(fault.message)"
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("document")
    writer.string(place)
    writer.key("outcome")
    if let outcome = completion?.outcome { writer.string(outcome.rawValue) } else { writer.null() }
    writer.key("requestIdentifier")
    if let completion { writer.string(completion.requestIdentifier) } else { writer.null() }
    writer.key("invoiceIds")
    writer.beginArray()
    for invoice in completion?.invoices ?? [] {
      if let id = invoice.id { writer.string(id) }
    }
    writer.endArray()
    writer.key("errors")
    writer.beginArray()
    if let reason { writer.fault(code: nil, reason, pointer: nil) }
    for fault in completion?.errors ?? [] {
      writer.fault(code: fault.code, fault.message, pointer: fault.pointer)
    }
    writer.endArray()
    writer.key("warnings")
    writer.beginArray()
    for fault in completion?.warnings ?? [] {
      writer.fault(code: fault.code, fault.message, pointer: fault.pointer)
    }
    writer.endArray()
    writer.endObject()
  }
}

extension JSONWriter {
  fileprivate mutating func fault(code: String?, _ message: String, pointer: String?) {
    beginObject()
    key("errorCode")
    if let code { string(code) } else { null() }
    key("errorMessage")
    string(message)
    key("pointer")
    if let pointer { string(pointer) } else { null() }
    endObject()
  }
}
