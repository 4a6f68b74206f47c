/// A request that waits for a connection to be free.
struct PendingTransfer: Sendable {
  typealias Finish = @Sendable (HTTPOutcome) -> Void

  let request: HTTPRequest
  /// Called when it could be sent; nil when it is not wanted any more, which whoever waits has been told then.
  let begin: @Sendable () -> Finish?
  /// Called instead of ``begin`` when nothing is sent any more.
  let abort: @Sendable () -> Void
}
