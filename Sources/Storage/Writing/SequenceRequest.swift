package import Billing

/// How many numbers of one sequence a transaction takes.
package struct SequenceRequest: Hashable, Sendable {
  package let sequence: NumberSequence
  /// The first value, where none was taken yet.
  package let startValue: Int64
  package let count: Int

  package init(_ sequence: NumberSequence, startValue: Int64, count: Int) {
    self.sequence = sequence
    self.startValue = startValue
    self.count = count
  }

  /// Of invoices; nil: the built-in sequence.
  package init(policyId: SequencePolicy.ID?, startValue: Int64, count: Int) {
    self.init(
      NumberSequence(.invoice, policyId: policyId), startValue: startValue, count: count)
  }
}
