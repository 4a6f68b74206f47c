package import Billing
import CivilTime
import JSON
package import Storage

/// `/requests`: what became of requests, the latest first.
package enum RequestsPage {
  package static func page(
    _ listing: RequestListing, _ filter: RequestFilter, problems: [String]
  ) -> WebPage {
    let rows = listing.requests.map(row)
    let table = Parts.table(
      "Requests, the one completed last first",
      [
        .init("Request"), .init("Source"), .init("Type"), .init("State"), .init("Completed"),
        .init("Attempts", isNumber: true),
      ], rows)
    let next = listing.next.map { filter.after($0) }
    let nextAddress = next.map { WebAddress(.requests, $0.query) }
    let empty =
      next == nil
      ? "No request that was completed matches."
      : "None of the last \(Queries.mostRequestsSearched) requests matches; the next page goes on."
    return ListPage.page(
      "Requests", .requests, filter, problems: problems, fields: fields(filter),
      table: rows.isEmpty ? nil : table, empty: empty, next: next, isFirst: filter.after == nil,
      json: JSONTree.list("requests", listing.requests.map(json), next: nextAddress).bytes)
  }

  private static func fields(_ filter: RequestFilter) -> [Parts.Field] {
    [
      .choice(
        name: "state", label: "State", values: RequestFilter.State.allCases.map(\.rawValue),
        value: filter.state?.rawValue),
      .text(name: "type", label: "Type", value: filter.type),
      .text(name: "source", label: "Source", value: filter.source),
      .text(name: "code", label: "Error code", value: filter.code),
      .day(name: "from", label: "Completed from", value: filter.from?.description),
      .text(name: "q", label: "Identifier contains", value: filter.text),
    ]
  }

  private static func row(_ request: RequestSummary) -> [HTMLNode] {
    [
      Parts.link(
        request.key.identifier,
        WebAddress(.request(source: request.key.source, identifier: request.key.identifier))),
      .text(request.key.source), .text(request.type), state(request),
      Parts.time(request.completedAt),
      .text("\(request.attempts)"),
    ]
  }

  private static func state(_ request: RequestSummary) -> HTMLNode {
    .group([
      outcome(request.outcome, isInternalError: request.isInternalError),
      .text(request.isParked ? ", a dead letter" : ""),
    ])
  }

  /// An outcome in words.
  package static func outcome(_ outcome: Outcome, isInternalError: Bool) -> HTMLNode {
    guard !isInternalError else { return Parts.state("InternalError", .bad) }
    switch outcome {
    case .succeeded: return Parts.state(outcome.rawValue, .good)
    case .partiallySucceeded: return Parts.state(outcome.rawValue, .warn)
    case .failed, .rejected: return Parts.state(outcome.rawValue, .bad)
    }
  }

  static func json(_ request: RequestSummary) -> JSONTree {
    [
      "requestIdentifier": .string(request.key.identifier), "source": .string(request.key.source),
      "requestType": .string(request.type), "outcome": .string(request.outcome.rawValue),
      "isInternalError": .bool(request.isInternalError), "isParked": .bool(request.isParked),
      "receivedAt": .text(request.receivedAt), "completedAt": .text(request.completedAt),
      "attempts": .count(request.attempts),
    ]
  }
}

extension RequestFilter {
  /// What the database is asked.
  package var selection: RequestSelection {
    var selection = RequestSelection()
    switch state {
    case .succeeded?: selection.outcome = .succeeded
    case .partiallySucceeded?: selection.outcome = .partiallySucceeded
    case .failed?: selection.outcome = .failed
    case .rejected?: selection.outcome = .rejected
    case .internalError?: selection.isInternalError = true
    case .dead?: selection.isParked = true
    case nil: break
    }
    selection.type = type
    selection.source = source
    selection.code = code
    selection.identifierPart = text
    selection.from = from.map { UTCInstant(startOf: $0) }
    return selection
  }

  /// The same list from there on.
  func after(_ place: RequestListing.Place) -> RequestFilter {
    var next = self
    next.after = ListPlace([
      "\(place.completedAt.microsecondsSince1970)", place.key.identifier, place.key.source,
    ])
    return next
  }

  /// nil for the beginning, and for a place that is none.
  package var place: RequestListing.Place? {
    guard let after, let at = Int64(after.parts[0]) else { return nil }
    return RequestListing.Place(
      completedAt: UTCInstant(microsecondsSince1970: at),
      key: RequestKey(source: after.parts[2], identifier: after.parts[1]))
  }
}
