import Curl
import Glibc

/// Sends requests to one service over connections that are kept (libcurl): all of them by one thread, which waits for all of them
/// at a time.
package final class HTTPClient: Sendable {
  private let inbox: TransferInbox

  /// Starts the thread; nothing is connected to before there is something to send.
  package init(
    to server: HTTPServer, limits: HTTPLimits = HTTPLimits()
  ) throws(HTTPClientError) {
    let multi: MultiHandle
    do throws(CurlFailure) {
      multi = try MultiHandle(connections: limits.connections)
    } catch {
      throw HTTPClientError(description: error.description)
    }
    inbox = TransferInbox(waking: multi)
    try Self.start(TransferLoop(to: server, limits, multi, inbox))
  }

  deinit { inbox.stop() }

  /// The thread is given the loop whole, and is the only one that uses it.
  private static func start(_ loop: sending TransferLoop) throws(HTTPClientError) {
    var thread = pthread_t()
    // The retain is given back by the thread when it ends.
    let context = unsafe Unmanaged.passRetained(loop)
    let code = unsafe pthread_create(
      &thread, nil,
      { context in
        guard let context = unsafe context else { return nil }
        unsafe Unmanaged<TransferLoop>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, context.toOpaque())
    guard code == 0 else {
      unsafe context.release()
      throw HTTPClientError(description: "no thread can be started (\(code))")
    }
    pthread_detach(thread)
  }

  /// Sends a request when a connection is free for it and `permission` is given then: it is asked for on the client's thread, so
  /// that it has to be given at once.
  ///
  /// - Returns: the permission, and what came of the request; nil where there was no permission, and nothing was sent.
  package func send<Permission: Sendable>(
    _ request: HTTPRequest, permission: @escaping @Sendable () -> Permission?
  ) async -> (permission: Permission, outcome: HTTPOutcome)? {
    await withCheckedContinuation { continuation in
      inbox.put(
        PendingTransfer(request: request) {
          guard let permission = permission() else {
            continuation.resume(returning: nil)
            return nil
          }
          return { continuation.resume(returning: (permission, $0)) }
        } abort: {
          continuation.resume(returning: nil)
        })
    }
  }

  /// Breaks off whatever is being sent, and whatever would follow. May be called from anywhere.
  package func abort() { inbox.abort() }
}

/// The machine has no memory or no thread for a client.
package struct HTTPClientError: Error, CustomStringConvertible {
  package let description: String
}
