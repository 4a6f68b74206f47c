import Billing
package import CivilTime
import JSON
package import Storage

/// What somebody did by page or command line, with what came of it.
package struct AuditEntry: Hashable, Sendable {
  package let request: RequestSummary
  /// Name, address and identifier, those that were given.
  package let by: String
  package let errors: String

  package init(request: RequestSummary, by: String, errors: String) {
    self.request = request
    self.by = by
    self.errors = errors
  }
}

/// What was done with dead letters since the page's process began.
package struct DeadLetterDeed: Hashable, Sendable {
  package let at: UTCInstant
  package let by: String
  package let what: String

  package init(at: UTCInstant, by: String, what: String) {
    self.at = at
    self.by = by
    self.what = what
  }
}

/// `/audit`: who did what, with its result.
package enum AuditPage {
  package static func page(
    _ entries: [AuditEntry], next: RequestListing.Place?, _ filter: RequestFilter,
    deeds: [DeadLetterDeed]
  ) -> WebPage {
    let rows = entries.map { entry -> [HTMLNode] in
      let key = entry.request.key
      return [
        Parts.time(entry.request.completedAt), .text(entry.by), .text(entry.request.type),
        RequestsPage.outcome(
          entry.request.outcome, isInternalError: entry.request.isInternalError),
        Parts.link(
          key.identifier, WebAddress(.request(source: key.source, identifier: key.identifier))),
        .text(entry.errors),
      ]
    }
    let after = next.map { WebAddress(.audit, filter.after($0).query) }
    let empty =
      after == nil && filter.after == nil
      ? "Nobody has done anything through this page."
      : "Nothing in this part of the list was done through this page."
    var content: [HTMLNode] = []
    content.append(
      rows.isEmpty
        ? Parts.paragraph(empty)
        : Parts.table(
          "Requests sent through this page, the one completed last first",
          [
            .init("When"), .init("Who"), .init("What"), .init("Result"), .init("Request"),
            .init("Errors"),
          ], rows))
    content.append(
      Parts.pager(first: filter.after == nil ? nil : WebAddress(.audit), next: after))
    content.append(Parts.heading("Dead letters"))
    content.append(
      Parts.paragraph("Since this page was started; the log of its process keeps all of it."))
    if deeds.isEmpty {
      content.append(Parts.paragraph("Nothing was done with dead letters."))
    } else {
      content.append(
        Parts.table(
          "What was done with dead letters", [.init("When"), .init("Who"), .init("What")],
          deeds.map { [Parts.time($0.at), .text($0.by), .text($0.what)] }))
    }
    let json: JSONTree = [
      "actions": .array(entries.map(json)), "next": .onwards(after),
      "deadLetters": .array(
        deeds.map { ["at": .text($0.at), "by": .string($0.by), "what": .string($0.what)] }),
    ]
    return WebPage(
      "Audit", section: .audit, twin: WebAddress(.audit, filter.query, as: .json),
      json: json.bytes, content)
  }

  private static func json(_ entry: AuditEntry) -> JSONTree {
    [
      "at": .text(entry.request.completedAt), "by": .string(entry.by),
      "requestType": .string(entry.request.type),
      "outcome": .string(entry.request.outcome.rawValue),
      "source": .string(entry.request.key.source),
      "requestIdentifier": .string(entry.request.key.identifier), "errors": .string(entry.errors),
    ]
  }
}
