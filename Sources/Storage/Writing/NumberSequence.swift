package import Billing

/// A sequence of numbers: a policy's, or the built-in one of a kind of document.
package struct NumberSequence: Hashable, Sendable {
  package let target: SequencePolicy.Target
  /// nil: the built-in sequence.
  package let policyId: SequencePolicy.ID?

  package init(_ target: SequencePolicy.Target, policyId: SequencePolicy.ID? = nil) {
    self.target = target
    self.policyId = policyId
  }
}
