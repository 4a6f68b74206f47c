package import Billing
import CivilTime
import JSON
package import Storage

/// `/error-logs`: recorded errors, the open ones first.
package enum ErrorLogsPage {
  /// `logs`: one more than a page has where there are more. `fix`: what to do about a code; nil where nothing is known of it.
  package static func page(
    _ logs: [ErrorLog], limit: Int, _ filter: ErrorLogFilter, mayAct: Bool,
    fix: (ErrorCode) -> String?
  ) -> WebPage {
    let shown = Array(logs.prefix(limit))
    let table = Parts.table(
      "Error logs, open ones first, and of each kind the one seen last",
      [
        .init("Number"), .init("State"), .init("Code, what happened, what to do"),
        .init("Record"), .init("Related record"), .init("Times", isNumber: true),
        .init("First seen"), .init("Last seen"), .init("Request"),
      ], shown.map { row($0, mayAct: mayAct, fix) })
    let next = logs.count > limit ? shown.last.map { filter.after($0) } : nil
    let nextAddress = next.map { WebAddress(.errorLogs, $0.query) }
    return ListPage.page(
      "Error logs", .errorLogs, filter, problems: [],
      fields: [
        .text(name: "account", label: "Account", value: filter.account),
        .text(name: "order", label: "Order", value: filter.order),
        .text(name: "code", label: "Error code", value: filter.code),
        .text(name: "request", label: "Request", value: filter.request),
      ], table: shown.isEmpty ? nil : table, empty: "No error log matches.", next: next,
      isFirst: filter.after == nil,
      json: JSONTree.list("errorLogs", shown.map(json), next: nextAddress).bytes)
  }

  private static func row(_ log: ErrorLog, mayAct: Bool, _ fix: (ErrorCode) -> String?)
    -> [HTMLNode]
  {
    let entry = log.entry
    var words: [HTMLNode] = [
      .tag("strong", entry.code.rawValue), .text(": \(entry.message)"),
    ]
    if let fix = fix(entry.code) { words.append(.tag("div", "To do: \(fix)")) }
    if mayAct, log.resolvedAt == nil, case .billingSchedule = entry.schedule?.type {
      words.append(
        .tag(
          "div",
          [
            Parts.link(
              "Recover the schedule", WebAddress(.recoverSchedule(entry.schedule?.id ?? "")))
          ]))
    }
    return [
      .text(log.number), state(log), .group(words), record(entry.primaryRecord),
      entry.relatedRecord.map(record) ?? .nothing, .text("\(log.occurrences)"),
      Parts.time(log.firstSeenAt), Parts.time(log.lastSeenAt),
      log.requestIdentifier.map(requests) ?? .nothing,
    ]
  }

  /// A log names the identifier of its request, and not who sent it.
  private static func requests(_ identifier: String) -> HTMLNode {
    var filter = RequestFilter()
    filter.text = identifier
    return Parts.link(identifier, WebAddress(.requests, filter.query))
  }

  private static func state(_ log: ErrorLog) -> HTMLNode {
    if log.resolvedAt != nil { return Parts.state("resolved", .good) }
    return log.entry.severity == .error
      ? Parts.state("open", .bad) : Parts.state("open, warning", .warn)
  }

  /// A record, with its page where it has one.
  package static func record(_ record: RecordReference) -> HTMLNode {
    let text = "\(record.type.rawValue) \(record.id)"
    switch record.type {
    case .billingSchedule: return Parts.link(text, WebAddress(.schedule(record.id)))
    case .invoice: return Parts.link(text, WebAddress(.invoice(record.id)))
    case .invoiceRun: return Parts.link(text, WebAddress(.run(record.id)))
    case .account:
      var filter = InvoiceFilter()
      filter.account = record.id
      return Parts.link(text, WebAddress(.invoices, filter.query))
    default: return .text(text)
    }
  }

  static func json(_ log: ErrorLog) -> JSONTree {
    let entry = log.entry
    return [
      "errorLogNumber": .string(log.number), "errorCode": .string(entry.code.rawValue),
      "errorMessage": .string(entry.message), "severity": .string(entry.severity.rawValue),
      "primaryRecord": record(json: entry.primaryRecord),
      "relatedRecord": entry.relatedRecord.map { record(json: $0) } ?? .null,
      "accountId": .text(entry.accountId?.text), "occurrences": .count(log.occurrences),
      "firstSeenAt": .text(log.firstSeenAt), "lastSeenAt": .text(log.lastSeenAt),
      "resolvedAt": .text(log.resolvedAt), "requestIdentifier": .text(log.requestIdentifier),
    ]
  }

  private static func record(json record: RecordReference) -> JSONTree {
    ["type": .string(record.type.rawValue), "id": .string(record.id)]
  }
}

extension ErrorLogEntry {
  /// The schedule that it is about; nil where it is about none.
  fileprivate var schedule: RecordReference? {
    [relatedRecord, primaryRecord].compactMap(\.self).first { $0.type == .billingSchedule }
  }
}

extension ErrorLogFilter {
  fileprivate func after(_ log: ErrorLog) -> ErrorLogFilter {
    var next = self
    next.after = ListPlace([
      log.resolvedAt == nil ? "open" : "resolved", "\(log.lastSeenAt.microsecondsSince1970)",
      log.number,
    ])
    return next
  }

  /// What the database is asked: the first of account, order and request that is given.
  package var selection: Queries.ErrorLogSelection {
    if let account { return .account(Account.ID(account)) }
    if let order { return .order(Order.ID(order)) }
    return request.map { .request(identifier: $0) } ?? .all
  }

  /// nil for the beginning, and for a place that is none.
  package var place: Queries.ErrorLogPlace? {
    guard let after, let at = Int64(after.parts[1]) else { return nil }
    return Queries.ErrorLogPlace(
      isResolved: after.parts[0] == "resolved",
      lastSeenAt: UTCInstant(microsecondsSince1970: at), number: after.parts[2])
  }
}
