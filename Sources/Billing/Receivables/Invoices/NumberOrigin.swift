/// Which sequence gave a number, and which value of it; a number from outside has none.
package struct NumberOrigin: Hashable, Sendable {
  /// nil: the built-in sequence of the kind of document.
  package let policyId: SequencePolicy.ID?
  package let value: Int64

  package init(policyId: SequencePolicy.ID?, value: Int64) {
    self.policyId = policyId
    self.value = value
  }
}
