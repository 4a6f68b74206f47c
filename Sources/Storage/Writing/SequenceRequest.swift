package import Billing

/// How many numbers of one sequence a transaction takes.
package struct SequenceRequest: Hashable, Sendable {
  /// nil: the built-in sequence.
  package let policyId: SequencePolicy.ID?
  /// The first value, where none was taken yet.
  package let startValue: Int64
  package let count: Int

  package init(policyId: SequencePolicy.ID?, startValue: Int64, count: Int) {
    self.policyId = policyId
    self.startValue = startValue
    self.count = count
  }
}
