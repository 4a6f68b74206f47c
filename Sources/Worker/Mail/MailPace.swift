package import AMQP
import Synchronization

/// How close together the sendings of one worker may begin. Moments that passed unused while a server took its time are not made
/// up for: what comes after it keeps the interval from the last beginning.
package final class MailPace: Sendable {
  package let interval: Duration
  private let next = Mutex<MonotonicInstant?>(nil)

  package init(interval: Duration) { self.interval = interval }

  /// When the one that would begin `now` may; it counts as begun then.
  package func begin(at now: MonotonicInstant) -> MonotonicInstant {
    next.withLock { next in
      let moment = max(next ?? now, now)
      next = moment.advanced(by: interval)
      return moment
    }
  }
}
