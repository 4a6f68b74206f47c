import AMQP
import Messages

/// Reads what waits in the mailbox on a lane's second thread, while the lane is at the batch before. Nothing is taken for that: what
/// a batch gets, when, and what goes back to its queue, is as if nobody had read it.
///
/// What is read and waits is bounded as a batch is. What may end the process is not read beside others (``BatchForming``).
struct ReadingAhead {
  /// nil: everything is read when it is taken.
  private let thread: SecondThread?
  private let rules: IntakeRules
  /// What was read and not taken yet.
  private var read: [DeliveryTag: Intake] = [:]
  private var underWay: (deliveries: [Delivery], work: ForkedWork<Delivery, Intake>)?

  init(on thread: SecondThread?, by rules: IntakeRules) {
    self.thread = thread
    self.rules = rules
  }

  /// Begins to read the deliveries that come next, as far as they are not read yet, and forgets what is not among them. Nobody asks
  /// for them where nothing is read ahead.
  mutating func begin(_ next: @autoclosure () -> [Delivery]) {
    guard let thread else { return }
    finish()
    var kept: [DeliveryTag: Intake] = [:]
    var unread: [Delivery] = []
    for delivery in next() where delivery.queue != WorkQueue.run.name {
      if let intake = read[delivery.tag] {
        kept[delivery.tag] = intake
      } else if !ReceivedRequest.isSuspect(delivery) {
        unread.append(delivery)
      }
    }
    read = kept
    guard unread.count >= thread.leastDeliveries else { return }
    underWay = (
      unread, thread.fork(unread) { [rules] in ReceivedRequest.read($0, by: rules) }
    )
  }

  /// What each of these deliveries says, where it was read; nil where it was not. Once.
  mutating func take(_ deliveries: [Delivery]) -> [Intake?] {
    finish()
    return deliveries.map { read.removeValue(forKey: $0.tag) }
  }

  /// Ends the reading that is under way: what has not begun is read when it is taken.
  private mutating func finish() {
    guard let (deliveries, work) = underWay else { return }
    underWay = nil
    for (delivery, intake) in zip(deliveries, work.stop()) {
      if let intake { read[delivery.tag] = intake }
    }
  }
}
