package import Billing

/// A sequence as far as it has given numbers.
package struct SequenceState: Hashable, Sendable {
  /// As the store names it: of a counter.
  let name: String
  /// nil: the built-in one of its target.
  package let policyId: SequencePolicy.ID?
  package let target: SequencePolicy.Target
  package let mode: SequencePolicy.Mode
  package let legalEntityId: LegalEntity.ID?
  /// From where on it is known which values were given: the first one, or where an earlier version had come to.
  package let first: Int64
  /// nil: none was given yet.
  package let last: Int64?

  /// As commands and error logs name it: a policy by its identifier, of the built-in ones each by a name of its own.
  package var identifier: String {
    policyId?.text ?? (target == .invoice ? "built-in" : "built-in-credit-memo")
  }

  /// As a sentence names it.
  package var title: String {
    policyId.map { "sequence policy \($0)" }
      ?? "the built-in numbers of \(target == .invoice ? "invoices" : "credit memos")"
  }
}
