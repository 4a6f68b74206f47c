import Billing
import JSON
import Messages
import UBL

/// What became of one document.
struct IngestResult: Hashable, Sendable {
  enum End: Hashable, Sendable {
    /// No request was made of it, and why.
    case unread(UnreadDocument)
    case answered(CompletionView)
    /// It was sent, and the command ended before an answer came.
    case unanswered
    /// The command ended before it was its turn.
    case notReached
  }

  /// `FILE`, or `FILE:LINE`.
  let place: String
  let end: End
  /// What its reader did to its texts.
  var texts: [TextWarning] = []

  /// As the command `request` would end for this document alone.
  var exitStatus: ExitStatus {
    switch end {
    case .unread: .rejected
    case .answered(let completion): CompletionText.exitStatus(of: completion.outcome)
    case .unanswered, .notReached: .unavailable
    }
  }

  var isSuccess: Bool { completion?.isSuccess ?? false }

  private var completion: CompletionView? {
    if case .answered(let completion) = end { completion } else { nil }
  }

  private var reasons: [String] {
    if case .unread(let problem) = end { problem.sentences } else { [] }
  }

  /// A line for the document, and one for each of its faults and warnings.
  var text: String {
    let notes = texts.map { "  warning: \($0.place): \($0.code.rawValue): \($0.message)" }
    switch end {
    case .unread(let problem):
      if problem.sentences.count == 1 { return "\(place): not sent: \(problem.sentences[0])" }
      let lines = ["\(place): not sent, for \(problem.sentences.count) reasons"]
      return (lines + problem.sentences.map { "  \($0)" }).joined(separator: "\n")
    case .unanswered:
      return "\(place): sent, and not answered yet; ingest it again to learn what became of it"
    case .notReached: return "\(place): not sent"
    case .answered(let completion):
      let outcome = completion.outcome?.rawValue ?? "?"
      let made = completion.invoices.compactMap { invoice in
        invoice.id.map { id in
          "invoice \(invoice.number ?? id) \(invoice.totalAmountWithTax ?? "") \(invoice.currency ?? "")"
        }
      }
      let head = ([outcome] + made).joined(separator: ", ")
      let details =
        completion.errors.map { Self.text($0, prefix: "") }
        + completion.warnings.map { Self.text($0, prefix: "warning: ") } + notes
      return (["\(place): \(head)"] + details).joined(separator: "\n")
    }
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
    writer.key("isSent")
    switch end {
    case .unread, .notReached: writer.bool(false)
    case .answered, .unanswered: writer.bool(true)
    }
    writer.key("requestIdentifier")
    if let completion { writer.string(completion.requestIdentifier) } else { writer.null() }
    list("invoiceIds", of: completion?.invoices.compactMap(\.id) ?? [], to: &writer)
    list("invoiceNumbers", of: completion?.invoices.compactMap(\.number) ?? [], to: &writer)
    writer.key("errors")
    writer.beginArray()
    for reason in reasons { writer.fault(code: nil, reason, pointer: nil) }
    for fault in completion?.errors ?? [] {
      writer.fault(code: fault.code, fault.message, pointer: fault.pointer)
    }
    writer.endArray()
    writer.key("warnings")
    writer.beginArray()
    for fault in completion?.warnings ?? [] {
      writer.fault(code: fault.code, fault.message, pointer: fault.pointer)
    }
    for text in texts {
      writer.fault(code: text.code.rawValue, "\(text.place): \(text.message)", pointer: nil)
    }
    writer.endArray()
    writer.endObject()
  }

  private func list(_ name: String, of texts: [String], to writer: inout JSONWriter) {
    writer.key(name)
    writer.beginArray()
    for text in texts { writer.string(text) }
    writer.endArray()
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
