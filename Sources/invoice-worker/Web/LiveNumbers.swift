import AMQP
import CivilTime
import HTTPServer
import JSON
import Messages
import Storage
import Web
import Worker

/// The numbers of the moment, asked once for all who look: each second while somebody follows them, every ten otherwise, so that there is a
/// history to draw.
actor LiveNumbers {
  static let mostViewers = 64
  /// Of a quarter of an hour, one each ten seconds.
  private static let historyLength = 90

  // A worker that does not answer is waited for on a thread of its own.
  private let executor = DatabaseExecutor(label: "web-numbers")
  nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  private let broker: OperatorBroker
  private let store: WebStore
  private let worker: ListenAddress?
  private var connection: CommandConnection?
  private var viewers: [HTTPStream] = []
  private var latest: LiveSnapshot?
  private var histories: [String: [Int]] = [:]
  private var rates: Rates?
  /// What went wrong with what is asked every five seconds, until it is asked again.
  private var slowTroubles: [String] = []

  private struct Rates {
    /// Up to when outcomes were counted: a standby does not have the latest.
    var countedTo: UTCInstant
    let ready: [String: Int]
    var arriving: [String: Double] = [:]
    var leaving: [String: Double] = [:]
  }

  /// `worker`: where a worker answers over HTTP; nil: none is asked.
  init(_ broker: OperatorBroker, _ store: WebStore, worker: ListenAddress?) {
    self.broker = broker
    self.store = store
    self.worker = worker
  }

  /// Asks until the task is cancelled.
  func run() async {
    var second = 0
    while !Task.isCancelled {
      viewers.removeAll { $0.isEnded }
      if second.isMultiple(of: 10) || !viewers.isEmpty {
        await ask(isTenth: second.isMultiple(of: 10), isFifth: second.isMultiple(of: 5))
        tell()
      }
      second += 1
      do { try await Task.sleep(for: .seconds(1)) } catch { break }
    }
    for viewer in viewers { viewer.end() }
    // The process ends: the broker forgets the connection with or without a goodbye.
    try? await connection?.close()
  }

  /// The last that is known; asked now where nothing is.
  func current() async -> LiveSnapshot {
    if let latest { return latest }
    await ask(isTenth: true, isFifth: true)
    return latest ?? LiveSnapshot(at: .now())
  }

  /// A stream of the numbers, with these headers; no more than ``mostViewers`` at a time.
  func follow(headers: [(name: String, value: String)]) -> HTTPReply {
    viewers.removeAll { $0.isEnded }
    guard viewers.count < Self.mostViewers else {
      return HTTPReply(
        status: 503, headers: headers,
        text: "\(Self.mostViewers) viewers follow the numbers already\n")
    }
    let stream = HTTPStream()
    stream.send(LiveSnapshot.streamBeginning)
    if let latest { stream.send(latest.frame) }
    viewers.append(stream)
    return HTTPReply(
      status: 200, headers: headers + [("Content-Type", "text/event-stream")],
      body: .stream(stream))
  }

  private func tell() {
    guard let latest, !viewers.isEmpty else { return }
    let frame = latest.frame
    for viewer in viewers { viewer.send(frame) }
  }

  // MARK: Asking

  private static let queues =
    WorkQueue.allCases.map(\.name) + RetryQueue.allCases.map(\.rawValue) + [QueueName.dead]

  private func ask(isTenth: Bool, isFifth: Bool) async {
    var now = LiveSnapshot(at: .now())
    do throws(CommandFailure) {
      now.queues = try await queues()
    } catch {
      connection = nil
      now.troubles.append(error.sentence)
    }
    if isFifth {
      slowTroubles = []
      do throws(CommandFailure) {
        if store.isStandby { now.reading = .standby(await standby()) }
        try await measure(now)
        try await askDatabase(&now)
      } catch {
        rates = nil
        slowTroubles.append(error.sentence)
      }
      if let worker {
        switch Self.status(of: worker) {
        case .said(let words): now.status = words
        case .trouble(let sentence): slowTroubles.append(sentence)
        }
      }
    } else {
      now.outbox = latest?.outbox
      now.reading = latest?.reading ?? .database
      now.workers = latest?.workers
      now.status = latest?.status
    }
    now.troubles += slowTroubles
    for index in now.queues.indices {
      let name = now.queues[index].name
      if isTenth {
        let history = (histories[name] ?? []) + [now.queues[index].ready]
        histories[name] = Array(history.suffix(Self.historyLength))
      }
      now.queues[index].history = histories[name] ?? []
      now.queues[index].arriving = rates?.arriving[name]
      now.queues[index].leaving = rates?.leaving[name]
      now.queues[index].waitP95 = Self.waitP95(of: name, now.workers ?? [])
    }
    latest = now
  }

  /// Those that there are; asked passively, which needs no permission and no plugin.
  private func queues() async throws(CommandFailure) -> [LiveSnapshot.Queue] {
    let connection = try await connected()
    var queues: [LiveSnapshot.Queue] = []
    for name in Self.queues {
      do throws(AMQPError) {
        let count = try await connection.declare(QueueDeclaration(name: name, isPassive: true))
        queues.append(
          LiveSnapshot.Queue(
            name: name, ready: Int(clamping: count.messageCount),
            consumers: Int(clamping: count.consumerCount)))
      } catch {
        // The queue is not there: only the channel is closed by that.
        guard case .channelClosed = error else {
          throw BrokerFailure.failure(error, at: broker.access)
        }
      }
    }
    return queues
  }

  private func connected() async throws(CommandFailure) -> CommandConnection {
    if let connection { return connection }
    do throws(AMQPError) {
      let opened = try await broker.connect()
      connection = opened
      return opened
    } catch {
      throw BrokerFailure.failure(error, at: broker.access)
    }
  }

  /// What leaves a queue is what was completed of its types; what arrives is that and what waits more than before.
  private func measure(_ now: LiveSnapshot) async throws(CommandFailure) {
    let ready = Dictionary(now.queues.map { ($0.name, $0.ready) }) { first, _ in first }
    let before = rates
    let countedTo = now.at.adding(microseconds: -(now.reading.behindMicroseconds ?? 0))
    var next = Rates(countedTo: countedTo, ready: ready)
    let microseconds =
      countedTo.microsecondsSince1970 - (before?.countedTo.microsecondsSince1970 ?? 0)
    if let before, microseconds <= 0 {
      // It has fallen behind further than time has passed.
      next.countedTo = before.countedTo
      (next.arriving, next.leaving) = (before.arriving, before.leaving)
    } else if let before, microseconds < 60_000_000 {
      let completed = try await store.query { queries throws(StoreError) in
        try queries.completedRequests(from: before.countedTo, to: countedTo)
      }
      let seconds = Double(microseconds) / 1_000_000
      var byQueue: [String: Int] = [:]
      for (type, count) in completed {
        guard let queue = RequestDefinition(typeName: type)?.queue.name else { continue }
        byQueue[queue, default: 0] += count
      }
      for queue in WorkQueue.allCases where queue != .run && queue != .unrouted {
        guard let is0 = before.ready[queue.name], let is1 = ready[queue.name] else { continue }
        let left = byQueue[queue.name] ?? 0
        next.leaving[queue.name] = Double(left) / seconds
        next.arriving[queue.name] = Double(max(0, left + is1 - is0)) / seconds
      }
    }
    rates = next
  }

  /// nil where the server does not tell: some that are like PostgreSQL do not.
  private func standby() async -> Standby? {
    do throws(CommandFailure) {
      return try await store.query { queries throws(StoreError) in try queries.standby() }
    } catch {
      return nil
    }
  }

  private func askDatabase(_ now: inout LiveSnapshot) async throws(CommandFailure) {
    // What a standby has is as old as it was then: it has not heard since.
    let behind = now.reading.behindMicroseconds ?? 0
    let (outbox, workers) = try await store.query { queries throws(StoreError) in
      let count = try queries.unsentEvents()
      return (
        LiveSnapshot.Outbox(
          count: count.count, oldest: count.oldest,
          at: count.now.adding(microseconds: -behind)),
        try queries.workers(behind: behind)
      )
    }
    now.outbox = outbox
    now.workers = workers
  }

  /// Over all workers, by what they have counted of the queue's class.
  private static func waitP95(of queue: String, _ workers: [ListedWorker]) -> Double? {
    guard let work = WorkQueue(rawValue: queue)?.shortName else { return nil }
    return workers.reduce(WaitTimes()) { sum, worker in
      worker.presence.waits[work].map(sum.adding) ?? sum
    }.quantile(0.95)
  }

  private enum WorkerStatus {
    /// A JSON text.
    case said(String)
    case trouble(String)
  }

  private static func status(of worker: ListenAddress) -> WorkerStatus {
    let words: String
    do throws(HTTPServerError) {
      let answer = try HTTPQuestion(worker, target: "/status.json").ask()
      guard answer.status == 200 else {
        return .trouble("The worker at \(worker) answers with status \(answer.status).")
      }
      words = String(decoding: answer.body, as: UTF8.self)
    } catch {
      return .trouble("The worker at \(worker) does not answer: \(error).")
    }
    do throws(JSONError) {
      _ = try JSONTree(json: words)
      return .said(words)
    } catch {
      return .trouble("What answers at \(worker) is no worker: \(error).")
    }
  }
}
