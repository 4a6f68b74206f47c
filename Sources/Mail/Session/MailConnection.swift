/// A connection to a mail server, by libcurl: made when there is something to send, kept for the next message, with a thread of
/// its own while it waits. The process must ignore SIGPIPE.
package actor MailConnection {
  private let executor = MailExecutor(label: "mail")
  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  private let server: MailServer
  private let limit: Duration
  private let grace: Duration
  private let isAborted = EndingFlag()
  private var handle: CurlHandle?

  /// A server may take this long over one message, with everything before it and a second connection.
  package static let patience = Duration.seconds(45)

  /// How long an answer to content is waited for after ``abort()``.
  package static let abortGrace = Duration.seconds(5)

  package init(
    to server: MailServer, limit: Duration = patience, abortGrace: Duration = abortGrace
  ) {
    self.server = server
    self.limit = limit
    grace = abortGrace
  }

  /// Hands a message to the server. It may come a second time where a connection that was kept had gone stale: never once the
  /// sender was accepted.
  package func send(_ message: MailMessage) -> SendingResult {
    guard !isAborted.isSet else { return .aborted }
    let isKept = handle != nil
    let begun = ContinuousClock.now
    let result = attempt(message, within: limit)
    guard isKept, case .serverAway = result else { return result }
    handle = nil
    let left = limit - begun.duration(to: .now)
    // Of a limit that is as good as used up nothing comes but another reason.
    guard left > limit / 20 else { return result }
    return attempt(message, within: left)
  }

  private func attempt(_ message: MailMessage, within limit: Duration) -> SendingResult {
    do throws(CurlFailure) {
      let result = try open().send(message, within: limit)
      // Whatever ended badly is not gone on with.
      if case .accepted = result {} else { handle = nil }
      return result
    } catch {
      handle = nil
      return .serverAway(reason: error.description)
    }
  }

  private func open() throws(CurlFailure) -> CurlHandle {
    if let handle { return handle }
    let handle = try CurlHandle(to: server, abort: isAborted, grace: grace)
    self.handle = handle
    return handle
  }

  /// Says goodbye to the server; the next message makes another connection.
  package func close() {
    if !isAborted.isSet { handle?.sayGoodbye() }
    handle = nil
  }

  /// Ends what is being sent, as a connection that breaks, and whatever would follow. Where the server has content to answer, its
  /// answer is waited for a little longer. May be called from anywhere.
  package nonisolated func abort() { isAborted.set() }
}
