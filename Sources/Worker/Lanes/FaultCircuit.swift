package import Billing
import Messages
package import Storage

/// Tells apart a request that the program fails on and a database that fails every request alike: pure.
///
/// One error may be either: a constraint that somebody has added refuses everybody's rows with the very code that a
/// single bad row would. So requests are witnesses: when ``threshold`` of them that need different records have
/// failed alike, by the same statement, and none of their type has come through in between, it is the database, and
/// nobody is blamed until one comes through.
package struct FaultCircuit: Sendable {
  /// What tells requests apart: several for the same records are one witness, or a single account that cannot be
  /// billed would stop all others.
  package enum Witness: Hashable, Sendable {
    case records(FactsNeeded)
    case message(RequestKey)
  }

  private struct Symptom: Hashable {
    let kind: StoreError.Kind
    /// The database's words, with the statement.
    let words: String
    let type: String
  }

  /// Different requests that fail alike before it is no fault of theirs.
  package static let threshold = 3

  /// Symptoms remembered at most; what is beyond is each request's own fault.
  private static let mostSymptoms = 64

  private var witnesses: [Symptom: Set<Witness>] = [:]

  package init() {}

  /// Notes that a request of this type has failed so often that it would be blamed.
  ///
  /// - Returns: whether it is the database's fault instead.
  package mutating func isOpened(
    by failure: StoreError, of witness: Witness, type: String
  ) -> Bool {
    let symptom = Symptom(kind: failure.kind, words: failure.message, type: type)
    var seen = witnesses[symptom] ?? []
    guard seen.count < Self.threshold else { return true }
    guard !seen.isEmpty || witnesses.count < Self.mostSymptoms else { return false }
    seen.insert(witness)
    witnesses[symptom] = seen
    return seen.count >= Self.threshold
  }

  /// Notes that requests of these types have come through.
  package mutating func close(_ types: some Sequence<String>) {
    guard !witnesses.isEmpty else { return }
    let types = Set(types)
    witnesses = witnesses.filter { !types.contains($0.key.type) }
  }
}

extension ReceivedRequest {
  /// As what it counts in a ``FaultCircuit``; nil for a message without a key.
  package var witness: FaultCircuit.Witness? {
    switch intake {
    case .request(let identified):
      let facts = identified.request.factsNeeded
      return facts == FactsNeeded() ? .message(identified.header.key) : .records(facts)
    case .refused(let header, _): return .message(header.key)
    case .unidentified: return nil
    }
  }
}
