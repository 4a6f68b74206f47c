import CMicroHTTPD
import Glibc
import Synchronization

/// Answers questions of machines over HTTP: GET and HEAD alone, one a connection, in a thread of its own, with bounds on all that a client
/// decides.
///
/// The handler runs on that thread, one question after the other. It reads what is known already and waits for nothing, so that
/// one question never keeps up another.
package final class HTTPServer: Sendable {
  /// The library keeps the request's head and its own notes on it in a block of this size: 8 KiB and no more.
  package static let requestLimit = 8 * 1_024
  package static let connectionLimit: UInt32 = 64
  package static let idleSeconds: UInt32 = 10
  /// Files that it has open at most: connections, and what waits for them.
  package static let files = Int(connectionLimit) + 8

  /// Where it listens.
  package let address: ListenAddress
  private let daemon: Mutex<Daemon?>

  /// - Throws: when nobody may listen there, or somebody does.
  package init(
    at address: ListenAddress, answering answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse
  ) throws(HTTPServerError) {
    let socket = try ListeningSocket(address)
    self.address = socket.address
    daemon = Mutex(try Daemon(socket.take(), Handler(answer)))
  }

  deinit { stop() }

  /// Answers nothing more; returns when the question under way is answered.
  package func stop() {
    let daemon = daemon.withLock { daemon in
      defer { daemon = nil }
      return daemon
    }
    guard let daemon else { return }
    daemon.stop()
    if case .unix(let path) = address { unsafe unlink(path) }
  }

  /// What the library calls for each request; it lives as long as the library's thread.
  fileprivate final class Handler: Sendable {
    let answer: @Sendable (HTTPRequest) -> HTTPResponse

    init(_ answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse) { self.answer = answer }
  }

  /// The library's handle. The pointer may be used by any thread, one at a time, and is used by whoever has taken it out of the
  /// mutex, once.
  @safe private struct Daemon: @unchecked Sendable {
    private let pointer: OpaquePointer
    private let handler: Handler

    init(_ descriptor: Int32, _ handler: Handler) throws(HTTPServerError) {
      let started = unsafe iw_mhd_start(
        descriptor, HTTPServer.requestLimit, HTTPServer.connectionLimit, HTTPServer.idleSeconds,
        { context, connection, url, method, _, _, _, _ in
          unsafe HTTPServer.answer(context, connection, url, method)
        }, Unmanaged.passUnretained(handler).toOpaque())
      guard let started = unsafe started else {
        close(descriptor)
        throw HTTPServerError("the server cannot be started", EAGAIN)
      }
      unsafe pointer = started
      self.handler = handler
    }

    func stop() { unsafe MHD_stop_daemon(pointer) }
  }

  /// Called once for a request whose head has arrived: the answer is given at once, so that a body is never read.
  private static func answer(
    _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
    _ url: UnsafePointer<CChar>?, _ method: UnsafePointer<CChar>?
  ) -> MHD_Result {
    guard let context = unsafe context, let connection = unsafe connection,
      let url = unsafe url, let method = unsafe method
    else { return iw_mhd_result(0) }
    let response: HTTPResponse
    let isQuestion = unsafe strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0
    if isQuestion {
      let accept = unsafe iw_mhd_header(connection, "Accept")
      let request = HTTPRequest(
        path: unsafe String(cString: url), query: unsafe names(in: connection),
        accept: unsafe accept.map { unsafe String(cString: $0) })
      response = unsafe Unmanaged<Handler>.fromOpaque(context).takeUnretainedValue()
        .answer(request)
    } else {
      response = HTTPResponse(status: 405, text: "only GET and HEAD are answered here\n")
    }
    return unsafe response.body.withUnsafeBytes { bytes in
      unsafe iw_mhd_answer(
        connection, response.status, bytes.baseAddress, bytes.count, response.contentType,
        isQuestion ? nil : "GET, HEAD")
    }
  }

  /// A class, because the library takes one pointer.
  private final class Names {
    var found: Set<String> = []
  }

  private static func names(in connection: OpaquePointer) -> Set<String> {
    let names = Names()
    unsafe iw_mhd_each_argument(
      connection,
      { context, _, name, _ in
        if let context = unsafe context, let name = unsafe name {
          unsafe Unmanaged<Names>.fromOpaque(context).takeUnretainedValue().found
            .insert(String(cString: name))
        }
        return iw_mhd_result(1)
      }, Unmanaged.passUnretained(names).toOpaque())
    return names.found
  }
}
