import Billing

extension Lane {
  /// What requests are on while a lane settles them: its own course, one batch after the other, or one beside it on which they come
  /// back from a tax engine. Used by the lane alone.
  final class Course {
    /// The lane's, or one that no other course has.
    let number: Int
    let isLane: Bool
    /// Why it holds consumption, while it does.
    var held: ConsumptionGate.Reason?
    /// The tax engine with what it has answered by now; nil where taxes are calculated here.
    var quoted: QuotedTaxEngine?
    /// What could not be settled for want of more answers.
    var leftOut: [LeftOutRequest] = []

    init(of lane: Int) {
      number = lane
      isLane = true
    }

    /// Beside a lane.
    init(beside number: Int, _ quoted: QuotedTaxEngine) {
      self.number = number
      isLane = false
      self.quoted = quoted
    }
  }
}
