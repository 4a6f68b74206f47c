import CMicroHTTPD
import Glibc
import Synchronization

/// A call from its first line until its answer is sent. The library's thread alone uses the connection, but that whoever has the
/// answer wakes it: which is done for a connection that rests, and once, so that it is still there.
@safe final class PendingCall: @unchecked Sendable {
  // `state` is guarded by its mutex. The connection's pointer is set before anybody else knows the call, and used by others only while
  // `isResting` holds, during which the library keeps the connection.
  private struct State {
    var isBegun = false
    var isResting = false
    var isStopping: Bool
    var isOver = false
    var body: [UInt8] = []
    var reply: HTTPReply?
    var isAsked = false
  }

  let target: String
  private let connection: OpaquePointer
  private let state: Mutex<State>
  /// What is said once the server is being stopped.
  private let stopped: HTTPReply

  init(
    _ target: String, _ connection: OpaquePointer, isStopping: Bool, stopped: HTTPReply
  ) {
    self.target = target
    self.stopped = stopped
    unsafe self.connection = connection
    state = Mutex(State(isStopping: isStopping))
  }

  // MARK: On the library's thread

  /// Whether this is the first that is heard of it: its head is there, and its body is not.
  func begins() -> Bool {
    state.withLock { state in
      defer { state.isBegun = true }
      return !state.isBegun
    }
  }

  func append(_ bytes: UnsafeRawBufferPointer, limit: Int) {
    state.withLock { state in
      let room = max(0, limit - state.body.count)
      unsafe state.body.append(contentsOf: bytes.prefix(room))
    }
  }

  enum Step {
    case answer(HTTPReply)
    /// The call is to be asked now; the connection rests until then.
    case ask(body: [UInt8])
    case wait
  }

  /// What to do once all of the request is there.
  func next() -> Step {
    state.withLock { state in
      if let reply = state.reply { return .answer(reply) }
      guard !state.isStopping else { return .answer(stopped) }
      state.isResting = true
      unsafe MHD_suspend_connection(connection)
      guard !state.isAsked else { return .wait }
      state.isAsked = true
      return .ask(body: state.body)
    }
  }

  /// The connection rests until ``wake()``, unless the server is being stopped: then it does not rest.
  func rest() {
    state.withLock { state in
      guard !state.isStopping else { return }
      state.isResting = true
      unsafe MHD_suspend_connection(connection)
    }
  }

  /// The client has its answer, or has gone.
  func end() {
    let reply = state.withLock { state in
      state.isOver = true
      return state.reply
    }
    if case .stream(let stream)? = reply?.body { stream.end() }
  }

  // MARK: From elsewhere

  func answer(with reply: HTTPReply) {
    let isWanted = state.withLock { state in
      guard !state.isOver, state.reply == nil else { return false }
      state.reply = reply
      resume(&state)
      return true
    }
    if !isWanted, case .stream(let stream) = reply.body { stream.end() }
  }

  func wake() { state.withLock { resume(&$0) } }

  /// The server is being stopped: nothing rests any more.
  func stop() {
    let reply = state.withLock { state in
      state.isStopping = true
      if state.reply == nil, state.isAsked { state.reply = stopped }
      return state.reply
    }
    if case .stream(let stream)? = reply?.body { stream.end() }
    wake()
  }

  private func resume(_ state: inout State) {
    guard state.isResting else { return }
    state.isResting = false
    unsafe MHD_resume_connection(connection)
  }
}
