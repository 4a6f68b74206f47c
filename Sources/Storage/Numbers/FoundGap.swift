package import Billing

/// A missing value with its sequence.
package struct FoundGap: Hashable, Sendable {
  package let sequence: SequenceState
  package let gap: NumberGap

  package init(sequence: SequenceState, gap: NumberGap) {
    self.sequence = sequence
    self.gap = gap
  }
}
