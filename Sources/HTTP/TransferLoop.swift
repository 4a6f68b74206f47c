import CCurl
import Curl
import Glibc

/// What the client's own thread does: starts what was put down for it, as many at a time as there may be connections, and goes on
/// with all of them whenever one can be gone on with.
final class TransferLoop {
  private struct Running {
    let transfer: Transfer
    let finish: PendingTransfer.Finish
  }

  private let server: HTTPServer
  private let limits: HTTPLimits
  private let multi: MultiHandle
  private let inbox: TransferInbox
  /// In the order in which they came; those before `head` were taken.
  private var waiting: [PendingTransfer] = []
  private var head = 0
  private var running: [Transfer.ID: Running] = [:]
  private var idle: [Transfer] = []

  /// Without anything to do; whatever is put down ends it.
  private static let longestWait: Int32 = 60_000
  private static let pauseAfterFailure: UInt32 = 10_000

  init(to server: HTTPServer, _ limits: HTTPLimits, _ multi: MultiHandle, _ inbox: TransferInbox) {
    self.server = server
    self.limits = limits
    self.multi = multi
    self.inbox = inbox
  }

  /// Returns when the client is gone, or has aborted everything.
  func run() {
    unsafe "http".withCString { unsafe iw_curl_name_thread($0) }
    Self.blockBrokenPipes()
    while true {
      let news = inbox.take()
      waiting.append(contentsOf: news.requests)
      guard !news.isAborted else { return abort() }
      startWaiting()
      if news.isStopped, running.isEmpty { return }
      do throws(CurlFailure) {
        try multi.perform()
        let hasEnded = collect()
        guard !hasEnded || waiting.isEmpty, inbox.mayWait() else { continue }
        try multi.wait(milliseconds: Self.longestWait)
      } catch {
        // Of the library's own, and of none of the transfers: none of them can be trusted to end.
        endAll(.failed(reason: error.description))
        usleep(Self.pauseAfterFailure)
      }
    }
  }

  /// What this thread writes to may be gone; the signal for that would end the process, and says what the call says.
  private static func blockBrokenPipes() {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGPIPE)
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  private func startWaiting() {
    while head < waiting.count, running.count < limits.connections {
      start(waiting[head])
      head += 1
    }
    if head == waiting.count {
      waiting.removeAll(keepingCapacity: true)
      head = 0
    } else if head * 2 >= waiting.count {
      waiting.removeFirst(head)
      head = 0
    }
  }

  private func start(_ pending: PendingTransfer) {
    guard let finish = pending.begin() else { return }
    do throws(CurlFailure) {
      let transfer = if let kept = idle.popLast() { kept } else { try Transfer(to: server, limits) }
      try transfer.prepare(pending.request)
      try multi.add(transfer)
      running[transfer.id] = Running(transfer: transfer, finish: finish)
    } catch {
      finish(.failed(reason: error.description))
    }
  }

  /// - Returns: Whether any has ended.
  private func collect() -> Bool {
    var hasEnded = false
    while let (id, code) = multi.nextEnded() {
      guard let ended = running.removeValue(forKey: id) else { continue }
      multi.remove(ended.transfer)
      let outcome = ended.transfer.outcome(code)
      idle.append(ended.transfer)
      ended.finish(outcome)
      hasEnded = true
    }
    return hasEnded
  }

  /// Tells whoever waits first: what the library does to end a connection may take a while.
  private func abort() {
    for pending in waiting[head...] { pending.abort() }
    waiting = []
    head = 0
    endAll(.aborted)
  }

  private func endAll(_ outcome: HTTPOutcome) {
    let ended = Array(running.values)
    running = [:]
    for one in ended { one.finish(outcome) }
    for one in ended { multi.remove(one.transfer) }
  }
}
