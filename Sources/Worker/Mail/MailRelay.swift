import AMQP
import Billing
import CivilTime
import Mail
import Storage
import Synchronization

/// Sends what transactions have queued (<doc:Operations#E-mail>), in every worker: leases e-mails, hands them to the mail server at the
/// moments that the rate of all workers leaves to this one, and notes in the database what came of each.
///
/// Each attempt is counted and committed before anything is said of the e-mail to the server. A process that ends between the
/// server's answer and its commit sends once more under the same Message-ID, and never more often than there are attempts.
///
/// Each connection leases for itself: a message over which the server thinks long keeps up no other connection.
package final class MailRelay: BackgroundTask {
  private let access: MailAccess
  private let sending: EmailSending
  private let connections: [MailConnection]
  private let pace: MailPace
  private let reach = Mutex(MailServerReach())
  private let ending = EndingFlag()
  private let metrics: WorkerMetrics
  private let log: Log
  private let warning = OncePerInterval()

  private static let interval = Duration.seconds(1)
  /// Between two counts of what waits.
  private static let countInterval = Duration.seconds(5)
  /// E-mails that a connection leases at once: those behind one that takes long wait with it.
  private static let atOnce = 5
  /// Connections to the server: it thinks about several at a time.
  private static let mostConnections = 4
  /// How far ahead moments are taken, in microseconds: what is leased until then can still be sent before its lease is over.
  private static let horizon: Int64 = 8_000_000

  init(
    access: MailAccess, documents: any AttachmentRendering, messages: BackgroundMessages,
    metrics: WorkerMetrics, log: Log
  ) {
    self.access = access
    self.log = log
    self.metrics = metrics
    sending = EmailSending(
      access: access, documents: documents,
      settling: EmailSettling(messages: messages, ending: ending, metrics: metrics, log: log),
      log: log)
    connections = (0..<min(access.rate, Self.mostConnections)).map { _ in
      MailConnection(to: access.server)
    }
    pace = MailPace(interval: .microseconds(1_000_000 / Int64(access.rate)))
  }

  /// Runs until the task is cancelled, and then until what has begun is noted.
  package func run(over session: BackgroundSession) async {
    await withTaskGroup { group in
      for number in connections.indices {
        group.addTask { await self.run(number, over: session) }
      }
      group.addTask { await self.count(over: session) }
    }
  }

  /// Counts what waits, also while the server is away, until the task is cancelled.
  private func count(over session: BackgroundSession) async {
    while !Task.isCancelled {
      do throws(StoreError) {
        let backlog = try await session.run { session throws(StoreError) in
          let waiting = try session.countQueuedEmails()
          let due = waiting > 0 ? try session.nextEmailDue() : nil
          let age = try due.map { due throws(StoreError) in
            try session.now().microsecondsSince1970 - due.microsecondsSince1970
          }
          return RelayBacklog(waiting: waiting, oldestAge: Double(max(0, age ?? 0)) / 1_000_000)
        }
        metrics.mail.note(backlog)
      } catch {
        report(error)
      }
      do { try await Task.sleep(for: Self.countInterval) } catch { return }
    }
  }

  /// Breaks off what is being sent: the server is not waited for any longer, nor the database after that. May be called from
  /// anywhere.
  package func abort() {
    ending.set()
    for connection in connections { connection.abort() }
  }

  private func run(_ number: Int, over session: BackgroundSession) async {
    var backoff = Backoff(limits: Backoff.Limits(first: .seconds(5), last: .seconds(120)))
    while !Task.isCancelled {
      var wait = Self.interval
      do throws(StoreError) {
        wait = try await turn(of: number, &backoff, over: session)
      } catch {
        report(error)
      }
      do { try await Task.sleep(for: wait) } catch { break }
    }
    await connections[number].close()
  }

  /// Sends what is due; how long to wait before the next turn.
  private func turn(
    of number: Int, _ backoff: inout Backoff, over session: BackgroundSession
  ) async throws(StoreError) -> Duration {
    let limit = reach.withLock { $0.limit(of: number, min(access.rate, Self.atOnce)) }
    guard limit > 0, let lease = try await lease(limit, over: session) else {
      // Servers end what nobody speaks over.
      await connections[number].close()
      reach.withLock { $0.noteIdle(number) }
      // One asks each second whether anything is due; the others come when there is much of it.
      return number == 0 ? Self.interval : Self.interval * connections.count
    }
    let end = await send(lease, by: number, over: session)
    try await giveBack(end.left, over: session)
    if let failure = end.failure { throw failure }
    guard end.isTurnedAway else {
      backoff.reset()
      return .zero
    }
    return backoff.next()
  }

  /// E-mails that were leased together, and from when on they may be sent, one ``MailPace/interval`` after the other.
  private struct Lease: Sendable {
    let emails: [LeasedEmail]
    let leasedAt: MonotonicInstant
    let first: MonotonicInstant

    /// Whether it lasts long enough for another beginning.
    func isHeld(at now: MonotonicInstant) -> Bool {
      leasedAt.duration(to: now) < .microseconds(EmailLease.duration - EmailLease.leastLeft)
    }
  }

  private func lease(
    _ limit: Int, over session: BackgroundSession
  ) async throws(StoreError) -> Lease? {
    let begun = MonotonicInstant.now
    let interval = 1_000_000 / Int64(access.rate)
    let dailyLimit = access.dailyLimit
    let (leased, delay, postponed) = try await session.run {
      session throws(StoreError) -> ([LeasedEmail], Int64, Int) in
      let now = try session.now()
      // Asked first: to read costs nothing, and mostly nothing is due.
      guard let due = try session.nextEmailDue(), due <= now else { return ([], 0, 0) }
      var limit = limit
      var postponed = 0
      if let dailyLimit {
        // Nothing is rendered that the day has no room for.
        let left = try session.emailsLeft(of: dailyLimit, on: now.date)
        if left == 0 { postponed = try session.postponeEmails(now: now) }
        limit = min(limit, max(1, left))
      }
      let emails = try session.leaseEmails(
        limit: limit, now: now, until: now.adding(microseconds: EmailLease.duration))
      guard !emails.isEmpty else { return ([], 0, postponed) }
      guard
        let first = try session.takeEmailMoments(
          emails.count, interval: interval, now: now,
          horizon: now.adding(microseconds: Self.horizon))
      else {
        try session.releaseEmails(emails, now: now)
        return ([], 0, postponed)
      }
      return (emails, first.microsecondsSince1970 - now.microsecondsSince1970, postponed)
    }
    if postponed > 0 { sending.reportDailyLimit() }
    guard !leased.isEmpty else { return nil }
    return Lease(
      emails: leased, leasedAt: begun,
      first: MonotonicInstant.now.advanced(by: .microseconds(delay)))
  }

  /// What a lease came to.
  private struct End: Sendable {
    /// Not begun.
    var left: ArraySlice<LeasedEmail>
    var isTurnedAway = false
    var failure: StoreError?
  }

  /// Sends e-mail by e-mail until none is left, the server turns the connection away, the lease is over or the task is cancelled.
  private func send(
    _ lease: Lease, by number: Int, over session: BackgroundSession
  ) async -> End {
    var end = End(left: lease.emails[...])
    for (place, email) in lease.emails.enumerated() {
      let moment = lease.first.advanced(by: pace.interval * place)
      do {
        try await Task.sleep(for: max(.zero, MonotonicInstant.now.duration(to: moment)))
        let turn = pace.begin(at: .now)
        try await Task.sleep(for: max(.zero, MonotonicInstant.now.duration(to: turn)))
      } catch {
        return end
      }
      guard lease.isHeld(at: .now) else { return end }
      end.left.removeFirst()
      do throws(StoreError) {
        switch try await sending.send(email, by: connections[number], over: session) {
        case .reached: report(reach.withLock { $0.noteReached(by: number) })
        case .notSent: break
        case .serverAway(let reason):
          report(reach.withLock { $0.noteAway(reason, by: number) })
          end.isTurnedAway = true
          return end
        }
      } catch {
        end.failure = error
        return end
      }
    }
    return end
  }

  /// What was not begun may be sent by any worker.
  private func giveBack(
    _ emails: ArraySlice<LeasedEmail>, over session: BackgroundSession
  ) async throws(StoreError) {
    guard !emails.isEmpty else { return }
    try await session.run { session throws(StoreError) in
      try session.releaseEmails(Array(emails), now: session.now())
    }
  }

  // MARK: What is said

  private func report(_ report: MailServerReach.Report?) {
    switch report {
    case .away(let reason):
      log.write(
        .mailServerAway,
        ["server": .text(access.server.description), "reason": .text(reason)])
    case .back:
      log.write(.mailServerBack, ["server": .text(access.server.description)])
    case nil: break
    }
  }

  private func report(_ error: StoreError) {
    if error.kind == .contention {
      log.write(.emailsDelayed, ["error": .text(error.description)])
    } else {
      log.write(
        .emailsUnreadable, once: warning,
        ["error": .text(error.description)])
    }
  }
}

/// How long one relay holds an e-mail, in microseconds.
enum EmailLease {
  /// Longer than one sending with its commit takes.
  static let duration: Int64 = 60 * 1_000_000
  /// An e-mail whose lease has less left is not begun.
  static let leastLeft: Int64 = 5 * 1_000_000
}
