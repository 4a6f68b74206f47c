import Synchronization

/// What other threads have put down for the client's own.
final class TransferInbox: Sendable {
  struct News {
    var requests: [PendingTransfer] = []
    /// Everything is to be broken off, and nothing more will come.
    var isAborted = false
    /// Nobody is left who could send anything.
    var isStopped = false
  }

  private struct State {
    var news = News()
    /// The thread waits, or is about to, and must be woken.
    var isWaiting = false
  }

  private let state = Mutex(State())
  private let multi: MultiHandle

  init(waking multi: MultiHandle) { self.multi = multi }

  func put(_ request: PendingTransfer) {
    let isAborted = change { news in
      if !news.isAborted { news.requests.append(request) }
      return news.isAborted
    }
    if isAborted { request.abort() }
  }

  func abort() { change { $0.isAborted = true } }
  func stop() { change { $0.isStopped = true } }

  private func change<Value: Sendable>(_ body: @Sendable (inout News) -> Value) -> Value {
    let (value, mustWake) = state.withLock { state in
      defer { state.isWaiting = false }
      return (body(&state.news), state.isWaiting)
    }
    if mustWake { multi.wake() }
    return value
  }

  /// Takes what is there.
  func take() -> News {
    state.withLock { state in
      defer { state.news.requests = [] }
      return state.news
    }
  }

  /// Whether the thread may wait: nothing has come since ``take()``. From then on whoever puts something down wakes it.
  func mayWait() -> Bool {
    state.withLock { state in
      let news = state.news
      state.isWaiting = news.requests.isEmpty && !news.isAborted && !news.isStopped
      return state.isWaiting
    }
  }
}
