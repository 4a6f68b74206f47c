import Billing
import CivilTime
import JSON
import Storage

/// Options that several lists share.
extension Option {
  static let limit = Option("--limit", "COUNT", summary: "at most this many (default: 100)")
  static let from = Option(
    "--from", "DATE", summary: "only with an invoice date on or after this day")
  static let to = Option("--to", "DATE", summary: "only with an invoice date on or before this day")
}

extension Invocation {
  /// How many entries a list shows at most.
  func limit() throws(CommandFailure) -> Int { try number(.limit, in: 1...100_000) ?? 100 }

  func date(_ option: Option) throws(CommandFailure) -> CivilDate? {
    guard let text = arguments.value(option) else { return nil }
    guard let date = CivilDate(iso8601: text) else {
      throw .usage("\(option.name) must be a date such as 2026-12-31, not \"\(text)\"")
    }
    return date
  }

  /// One of these words, in any case.
  func choice<Value: RawRepresentable<String> & CaseIterable>(
    _ option: Option, of type: Value.Type
  ) throws(CommandFailure) -> Value? {
    guard let text = arguments.value(option) else { return nil }
    if let value = Value.allCases.first(where: {
      $0.rawValue.lowercased() == text.lowercased()
    }) {
      return value
    }
    let known = Value.allCases.map(\.rawValue)
    let meant =
      Suggestion.nearest(to: text, among: known).map { "did you mean \($0)? It" } ?? "it"
    throw .usage(
      "\(option.name) is not \"\(text)\"; \(meant) is one of \(known.joined(separator: ", "))")
  }

  /// The record that one of the options names; nil when none is given.
  func selectedRecord(
    _ options: [(option: Option, type: RecordType)]
  ) throws(CommandFailure) -> RecordReference? {
    let given = options.compactMap { option, type in
      arguments.value(option).map { RecordReference(type: type, id: $0) }
    }
    guard given.count <= 1 else {
      let names = options.map(\.option.name).joined(separator: ", ")
      throw .usage("give one of \(names), not several")
    }
    return given.first
  }
}

extension Invocation {
  /// Writes a list: an array of JSON; or for people a text, or the sentence `empty` where nothing was found. `found` has one
  /// entry more than `limit` where there are more; a note then says which are shown, by `order`: the `first` or the `latest`.
  func writeList<Entry>(
    _ found: [Entry], limit: Int, order: String, empty: String, text: ([Entry]) -> String,
    json: ([Entry], inout JSONWriter) -> Void
  ) {
    let shown = Array(found.prefix(limit))
    if isJSON {
      console.writeJSON { writer in
        writer.beginArray()
        json(shown, &writer)
        writer.endArray()
      }
    } else {
      console.write(shown.isEmpty ? empty + "\n" : text(shown))
    }
    if found.count > limit {
      console.noteCut(at: limit, order: order)
    }
  }
}

extension CommandFailure {
  /// There is no such record; an empty list would look like an answer.
  static func unknown(_ record: RecordReference) -> CommandFailure {
    let kind =
      switch record.type {
      case .account: "account"
      case .order: "order"
      case .billingContract: "billing contract"
      case .billingSchedule: "billing schedule"
      case .billingScheduleGroup: "billing schedule group"
      case .invoice: "invoice"
      case .creditMemo: "credit memo"
      case .payment: "payment"
      case .invoiceRun: "invoice run"
      case .invoiceScheduler: "scheduler"
      case .legalEntity: "legal entity"
      default: record.type.rawValue
      }
    guard !record.id.isEmpty else { return .usage("the identifier of the \(kind) is empty") }
    return .fault("there is no \(kind) \(record.id); identifiers are case-sensitive")
  }
}

extension Console {
  /// Says that a list was cut off at `limit`, and which of its entries are shown by `order`.
  func noteCut(at limit: Int, order: String) {
    let shown = limit == 1 ? "Only the \(order) is shown" : "The \(order) \(limit) are shown"
    error("\(shown); --limit shows more.")
  }
}
