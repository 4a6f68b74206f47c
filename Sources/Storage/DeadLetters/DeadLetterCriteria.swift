package import CivilTime

/// Which rows of dead letters are meant. Every member that is given must hold; with none, all are.
package struct DeadLetterCriteria: Hashable, Sendable {
  package var source: String?
  package var type: String?
  package var code: String?
  /// The queue that its request came in through.
  package var queue: String?
  package var parkedBefore: UTCInstant?
  package var fingerprints: Set<String>?
  /// Rows that have one of these identifiers of requests, or are one of ``ids``; nil: whatever the others say.
  package var identifiers: Set<String>?
  /// See ``identifiers``.
  package var ids: Set<String> = []

  package init() {}

  var conditions: [SQL?] {
    var conditions: [SQL?] = [
      source.map { "source = \($0)" }, type.map { "type = \($0)" },
      code.map { "error_code = \($0)" }, queue.map { "queue = \($0)" },
      parkedBefore.map { "parked_at < \($0)" },
    ]
    if let fingerprints { conditions.append("fingerprint \(anyOf: fingerprints)") }
    if let identifiers {
      conditions.append("(request_identifier \(anyOf: identifiers) OR id \(anyOf: ids))")
    }
    return conditions
  }
}

/// A place in the list of dead letters: the last one before what follows.
package struct DeadLetterPlace: Hashable, Sendable {
  package let parkedAt: UTCInstant
  package let id: String

  package init(parkedAt: UTCInstant, id: String) {
    self.parkedAt = parkedAt
    self.id = id
  }
}
