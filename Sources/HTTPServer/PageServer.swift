import CMicroHTTPD
import Glibc
import Synchronization

/// Answers browsers over HTTP: GET, HEAD and POST, with bounds on all that a client decides. Unlike ``HTTPServer`` it may take its time
/// for an answer, and send one without an end (``HTTPStream``); one thread serves all connections, and none of them holds it up.
package final class PageServer: Sendable {
  /// The library keeps the request's head and its own notes on it in a block of this size.
  package static let headLimit = 32 * 1_024
  package static let bodyLimit = 256 * 1_024
  package static let connectionLimit: UInt32 = 192
  package static let idleSeconds: UInt32 = 30
  /// Files that it has open at most: connections, and what waits for them.
  package static let files = Int(connectionLimit) + 8

  /// Where it listens.
  package let address: ListenAddress
  private let daemon: Mutex<Daemon?>
  private let handler: Handler

  /// `headers`: what the server's own answers say too, to calls that it refuses and while it is being stopped.
  ///
  /// - Throws: when nobody may listen there, or somebody does.
  package init(
    at address: ListenAddress, headers: [(name: String, value: String)] = [],
    answering answer: @escaping @Sendable (HTTPCall) async -> HTTPReply
  ) throws(HTTPServerError) {
    let socket = try ListeningSocket(address)
    self.address = socket.address
    handler = Handler(answer, headers)
    daemon = Mutex(try Daemon(socket.take(), handler))
  }

  deinit { stop() }

  /// Answers nothing more: calls that wait are told so, streams end.
  package func stop() {
    let daemon = daemon.withLock { daemon in
      defer { daemon = nil }
      return daemon
    }
    guard let daemon else { return }
    handler.stop()
    daemon.stop()
    if case .unix(let path) = address { unsafe unlink(path) }
  }

  /// What the library calls; it lives as long as the library's thread. It keeps the calls that are under way.
  fileprivate final class Handler: Sendable {
    private struct Calls {
      var underWay: [ObjectIdentifier: PendingCall] = [:]
      var isStopping = false
    }

    private let answer: @Sendable (HTTPCall) async -> HTTPReply
    private let headers: [(name: String, value: String)]
    private let calls = Mutex(Calls())

    init(
      _ answer: @escaping @Sendable (HTTPCall) async -> HTTPReply,
      _ headers: [(name: String, value: String)]
    ) {
      self.answer = answer
      self.headers = headers
    }

    /// An answer of the server's own.
    func reply(
      _ status: UInt32, _ text: String, _ more: [(name: String, value: String)] = []
    ) -> HTTPReply {
      HTTPReply(status: status, headers: headers + more, text: text)
    }

    func begin(_ target: String, _ connection: OpaquePointer) -> PendingCall {
      calls.withLock { calls in
        let call = unsafe PendingCall(
          target, connection, isStopping: calls.isStopping,
          stopped: reply(503, "the server is being stopped\n"))
        calls.underWay[ObjectIdentifier(call)] = call
        return call
      }
    }

    func end(_ call: PendingCall) {
      calls.withLock { _ = $0.underWay.removeValue(forKey: ObjectIdentifier(call)) }
      call.end()
    }

    func stop() {
      let underWay = calls.withLock { calls in
        calls.isStopping = true
        return Array(calls.underWay.values)
      }
      for call in underWay { call.stop() }
    }

    func ask(_ pending: PendingCall, _ call: HTTPCall) {
      Task { pending.answer(with: await answer(call)) }
    }
  }

  /// The library's handle. The pointer may be used by any thread, one at a time, and is used by whoever has taken it out of the
  /// mutex, once.
  @safe private struct Daemon: @unchecked Sendable {
    private let pointer: OpaquePointer
    private let handler: Handler

    init(_ descriptor: Int32, _ handler: Handler) throws(HTTPServerError) {
      let started = unsafe iw_mhd_start_waiting(
        descriptor, PageServer.headLimit, PageServer.connectionLimit, PageServer.idleSeconds,
        { unsafe PageServer.begin($0, $1, $2) },
        { context, connection, _, method, _, data, size, call in
          unsafe PageServer.step(context, connection, method, data, size, call)
        },
        { context, _, call, _ in unsafe PageServer.end(context, call) },
        Unmanaged.passUnretained(handler).toOpaque())
      guard let started = unsafe started else {
        close(descriptor)
        throw HTTPServerError("the server cannot be started", EAGAIN)
      }
      unsafe pointer = started
      self.handler = handler
    }

    func stop() { unsafe MHD_stop_daemon(pointer) }
  }
}

// MARK: What the library calls on its thread

extension PageServer {
  private static func begin(
    _ context: UnsafeMutableRawPointer?, _ target: UnsafePointer<CChar>?,
    _ connection: OpaquePointer?
  ) -> UnsafeMutableRawPointer? {
    guard let context = unsafe context, let target = unsafe target,
      let connection = unsafe connection
    else { return nil }
    let handler = unsafe Unmanaged<Handler>.fromOpaque(context).takeUnretainedValue()
    // The handler keeps it until the library says that it is over.
    let call = unsafe handler.begin(String(cString: target), connection)
    return unsafe Unmanaged.passUnretained(call).toOpaque()
  }

  private static func end(
    _ context: UnsafeMutableRawPointer?,
    _ call: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
  ) {
    guard let context = unsafe context, let call = unsafe call?.pointee else { return }
    unsafe Unmanaged<Handler>.fromOpaque(context).takeUnretainedValue()
      .end(Unmanaged<PendingCall>.fromOpaque(call).takeUnretainedValue())
  }

  /// Comes when the head is there, for each part of the body, when all is there, and when the connection no longer rests.
  private static func step(
    _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
    _ method: UnsafePointer<CChar>?, _ data: UnsafePointer<CChar>?,
    _ size: UnsafeMutablePointer<Int>?, _ call: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
  ) -> MHD_Result {
    guard let context = unsafe context, let connection = unsafe connection,
      let method = unsafe method, let size = unsafe size, let call = unsafe call?.pointee
    else { return iw_mhd_result(0) }
    let handler = unsafe Unmanaged<Handler>.fromOpaque(context).takeUnretainedValue()
    let pending = unsafe Unmanaged<PendingCall>.fromOpaque(call).takeUnretainedValue()
    let known = unsafe HTTPCall.Method(rawValue: String(cString: method))
    guard !pending.begins() else {
      guard let refusal = unsafe refusal(of: known, connection, handler) else {
        return iw_mhd_result(1)
      }
      return unsafe send(refusal, pending, connection)
    }
    if unsafe size.pointee > 0 {
      unsafe pending.append(
        UnsafeRawBufferPointer(start: data, count: size.pointee), limit: bodyLimit)
      unsafe size.pointee = 0
      return iw_mhd_result(1)
    }
    switch pending.next() {
    case .answer(let reply): return unsafe send(reply, pending, connection)
    case .wait: break
    case .ask(let body):
      // The library rests already; the connection can be read until this returns.
      let asked = unsafe HTTPCall(
        known ?? .get, pending.target, headers: headers(of: connection), body: body,
        peer: peer(of: connection))
      handler.ask(pending, asked)
    }
    return iw_mhd_result(1)
  }

  /// Why a call is answered before its body is read; nil where it is taken.
  private static func refusal(
    of method: HTTPCall.Method?, _ connection: OpaquePointer, _ handler: Handler
  ) -> HTTPReply? {
    guard let method else {
      return handler.reply(
        405, "only GET, HEAD and POST are answered here\n", [("Allow", "GET, HEAD, POST")])
    }
    let length = unsafe iw_mhd_header(connection, "Content-Length")
      .flatMap { unsafe Int(String(cString: $0)) }
    if let length, length > bodyLimit {
      return handler.reply(413, "the request is longer than \(bodyLimit) bytes\n")
    }
    if method == .post, length == nil {
      return handler.reply(411, "a request with a body says how long it is\n")
    }
    return nil
  }

  private static func send(
    _ reply: HTTPReply, _ pending: PendingCall, _ connection: OpaquePointer
  ) -> MHD_Result {
    let response: OpaquePointer?
    switch reply.body {
    case .bytes(let bytes):
      unsafe response = bytes.withUnsafeBytes {
        unsafe iw_mhd_response_of_bytes($0.baseAddress, $0.count)
      }
    case .stream(let stream):
      let source = StreamSource(stream, pending)
      unsafe response = iw_mhd_response_of_stream(
        { context, _, buffer, room in unsafe StreamSource.read(context, buffer, room) },
        Unmanaged.passRetained(source).toOpaque(), { unsafe StreamSource.release($0) })
    }
    guard let response = unsafe response else { return iw_mhd_result(0) }
    for header in reply.headers where header.value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
      unsafe iw_mhd_add_header(response, header.name, header.value)
    }
    let result = unsafe MHD_queue_response(connection, reply.status, response)
    unsafe MHD_destroy_response(response)
    return result
  }

  /// A class, because the library takes one pointer.
  private final class Headers {
    var found: [String: String] = [:]
  }

  private static func headers(of connection: OpaquePointer) -> [String: String] {
    let headers = Headers()
    unsafe iw_mhd_each_header(
      connection,
      { context, _, name, value in
        if let context = unsafe context, let name = unsafe name, let value = unsafe value {
          let found = unsafe Unmanaged<Headers>.fromOpaque(context).takeUnretainedValue()
          let name = unsafe String(cString: name).lowercased()
          if found.found[name] == nil { unsafe found.found[name] = String(cString: value) }
        }
        return iw_mhd_result(1)
      }, Unmanaged.passUnretained(headers).toOpaque())
    return headers.found
  }

  private static func peer(of connection: OpaquePointer) -> String {
    var text = [CChar](repeating: 0, count: 64)
    unsafe iw_mhd_peer(connection, &text, text.count)
    let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// A stream as the library reads it.
private final class StreamSource {
  private let stream: HTTPStream
  private let call: PendingCall

  init(_ stream: HTTPStream, _ call: PendingCall) {
    self.stream = stream
    self.call = call
  }

  static func read(
    _ context: UnsafeMutableRawPointer?, _ buffer: UnsafeMutablePointer<CChar>?, _ room: Int
  ) -> Int {
    guard let context = unsafe context, let buffer = unsafe buffer else {
      return iw_mhd_end_of_stream()
    }
    let source = unsafe Unmanaged<StreamSource>.fromOpaque(context).takeUnretainedValue()
    let call = source.call
    switch source.stream.read(room, rest: { call.rest() }, wake: { call.wake() }) {
    case .bytes(let bytes):
      unsafe UnsafeMutableRawBufferPointer(start: buffer, count: room).copyBytes(from: bytes)
      return bytes.count
    case .nothingYet: return 0
    case .end: return iw_mhd_end_of_stream()
    }
  }

  static func release(_ context: UnsafeMutableRawPointer?) {
    guard let context = unsafe context else { return }
    let source = unsafe Unmanaged<StreamSource>.fromOpaque(context).takeRetainedValue()
    source.stream.end()
  }
}
