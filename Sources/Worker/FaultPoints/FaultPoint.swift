#if FAULT_POINTS
  import Glibc
  import Synchronization
#endif

/// The places on a request's way where the kill tests end the process.
///
/// Exactly-once effect is an argument about what may be lost between any two of these; each is a
/// line of it that a test can break. Release builds carry none of this: ``reached()`` is empty there.
package enum FaultPoint: String, Sendable, CaseIterable {
  /// Deliveries are in memory, nothing has been written.
  case afterDelivery = "after-delivery"
  /// Everything is written, the transaction is open.
  case insideTransaction = "inside-transaction"
  /// What a tax engine is to be asked is known; it was asked nothing.
  case beforeQuote = "before-quote"
  /// The tax engine has answered; nothing is written with that.
  case afterQuote = "after-quote"
  /// The transaction is durable; nothing is acknowledged or published.
  case afterCommit = "after-commit"
  /// Everything of a chunk of a run is written, the transaction is open.
  case insideChunk = "inside-chunk"
  /// A chunk is durable; its message is not acknowledged.
  case afterChunkCommit = "after-chunk-commit"
  /// A page of chunks is made, the transaction is open.
  case insideSelection = "inside-selection"
  /// The end of a run is written, the transaction is open.
  case insideRunEnd = "inside-run-end"
  /// The events are confirmed by the broker; their rows are still there.
  case afterPublish = "after-publish"
  /// The rows of sent events are gathered; deleting them has not begun.
  case beforeDeleteSent = "before-delete-sent"
  /// An e-mail's attempt is counted; nothing was said to the mail server.
  case beforeMail = "before-mail"
  /// The mail server has taken an e-mail; nothing of that is written.
  case afterMail = "after-mail"
  /// A call to the tax engine is counted and its transaction marked as sent; the engine has heard nothing.
  case beforeTax = "before-tax"
  /// The tax engine has answered a call; nothing of that is written.
  case afterTax = "after-tax"
  /// What the tax engine has answered is written, the transaction is open.
  case insideTaxNote = "inside-tax-note"

  /// Ends the process with SIGKILL when the environment variable `INVOICE_WORKER_FAULT_POINT` names
  /// this point, as `NAME` or, for the n-th time it is reached, `NAME:N`.
  @inline(__always)
  package func reached() {
    #if FAULT_POINTS
      Self.countdown.reached(self)
    #endif
  }

  #if FAULT_POINTS
    private static let countdown = Countdown()

    private final class Countdown: Sendable {
      private let point: String
      private let remaining: Mutex<Int>

      init() {
        let text = getenv("INVOICE_WORKER_FAULT_POINT").map { String(cString: $0) } ?? ""
        let parts = text.split(separator: ":", maxSplits: 1)
        point = parts.first.map(String.init) ?? ""
        remaining = Mutex(parts.count == 2 ? Int(parts[1]) ?? 1 : 1)
      }

      func reached(_ here: FaultPoint) {
        guard here.rawValue == point else { return }
        let isTime = remaining.withLock {
          $0 -= 1
          return $0 == 0
        }
        if isTime { kill(getpid(), SIGKILL) }
      }
    }
  #endif
}
