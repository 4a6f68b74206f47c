import AMQP
import Billing
import CivilTime
import Mail
import Storage

/// Sends what transactions have queued (<doc:Operations#E-mail>), in every worker: leases e-mails, hands them to the mail server at the
/// moments that the rate of all workers leaves to this one, and notes in the database what came of each.
///
/// Each attempt is counted and committed before anything is said of the e-mail to the server. A process that ends between the
/// server's answer and its commit sends once more under the same Message-ID, and never more often than there are attempts.
package final class MailRelay: BackgroundTask {
  private let access: MailAccess
  private let sending: EmailSending
  private let connections: [MailConnection]
  private let log: Log
  private let warning = OncePerInterval()

  private static let interval = Duration.seconds(1)
  /// E-mails that are leased at once: no more than a second's.
  private static let atOnce = 20
  /// Connections to the server: it thinks about several at a time.
  private static let mostConnections = 4
  /// How far ahead moments are taken, in microseconds: what is leased until then can still be sent before its lease is over.
  private static let horizon: Int64 = 8_000_000

  init(access: MailAccess, documents: any AttachmentRendering, messages: ClockMessages, log: Log) {
    self.access = access
    self.log = log
    sending = EmailSending(access: access, documents: documents, messages: messages, log: log)
    connections = (0..<min(access.rate, Self.mostConnections)).map { _ in
      MailConnection(to: access.server)
    }
  }

  /// Runs until the task is cancelled, and then until what has begun is noted.
  package func run(over session: BackgroundSession) async {
    var reach = MailServerReach()
    while !Task.isCancelled {
      var wait = Self.interval
      do throws(StoreError) {
        wait = try await turn(&reach, over: session)
      } catch {
        report(error)
      }
      do { try await Task.sleep(for: wait) } catch { break }
    }
    for connection in connections { await connection.close() }
  }

  /// Breaks off what is being sent: the server is not waited for any longer. May be called from anywhere.
  package func abort() {
    for connection in connections { connection.abort() }
  }

  /// Sends what is due; how long to wait before the next turn.
  private func turn(
    _ reach: inout MailServerReach, over session: BackgroundSession
  ) async throws(StoreError) -> Duration {
    let limit = reach.isAway ? 1 : min(access.rate, Self.atOnce)
    guard let batch = try await lease(limit, over: session) else {
      // Servers end what nobody speaks over.
      for connection in connections { await connection.close() }
      return Self.interval
    }
    await withTaskGroup { group in
      for connection in connections.prefix(batch.emails.count) {
        group.addTask { await self.send(batch, by: connection, over: session) }
      }
    }
    let end = batch.end
    try await giveBack(end.left, over: session)
    if let failure = end.failure { throw failure }
    if let reason = end.away {
      report(reach.noteAway(reason))
      return reach.wait()
    }
    if end.isReached { report(reach.noteReached()) }
    return .zero
  }

  private func lease(
    _ limit: Int, over session: BackgroundSession
  ) async throws(StoreError) -> EmailBatch? {
    let begun = MonotonicInstant.now
    let interval = 1_000_000 / Int64(access.rate)
    let leased = try await session.run { session throws(StoreError) -> ([LeasedEmail], Int64)? in
      let now = try session.now()
      // Asked first: to read costs nothing, and mostly nothing is due.
      guard let due = try session.nextEmailDue(), due <= now else { return nil }
      let emails = try session.leaseEmails(
        limit: limit, now: now, until: now.adding(microseconds: EmailLease.duration))
      guard !emails.isEmpty else { return nil }
      guard
        let first = try session.takeEmailMoments(
          emails.count, interval: interval, now: now,
          horizon: now.adding(microseconds: Self.horizon))
      else {
        try session.releaseEmails(emails.map(\.email.id), now: now)
        return nil
      }
      return (emails, first.microsecondsSince1970 - now.microsecondsSince1970)
    }
    guard let (emails, delay) = leased else { return nil }
    return EmailBatch(
      emails, leasedAt: begun, first: MonotonicInstant.now.advanced(by: .microseconds(delay)),
      interval: .microseconds(interval))
  }

  /// Takes e-mail by e-mail of a batch until none is left, the server is away or the task is cancelled.
  private func send(
    _ batch: EmailBatch, by connection: MailConnection, over session: BackgroundSession
  ) async {
    while !Task.isCancelled, let (leased, moment) = batch.next() {
      do {
        try await Task.sleep(for: max(.zero, MonotonicInstant.now.duration(to: moment)))
      } catch {
        batch.putBack(leased)
        return
      }
      guard batch.isHeld(at: .now) else { continue }
      do throws(StoreError) {
        batch.note(try await sending.send(leased, by: connection, over: session))
      } catch {
        batch.note(failure: error)
      }
    }
  }

  /// What was not begun may be sent by any worker.
  private func giveBack(
    _ emails: [LeasedEmail], over session: BackgroundSession
  ) async throws(StoreError) {
    guard !emails.isEmpty else { return }
    try await session.run { session throws(StoreError) in
      try session.releaseEmails(emails.map(\.email.id), now: session.now())
    }
  }

  // MARK: What is said

  private func report(_ report: MailServerReach.Report?) {
    switch report {
    case .away(let reason):
      log.warning(
        "the mail server is away; e-mails wait, and none of their attempts is counted",
        ["server": .text(access.server.description), "reason": .text(reason)])
    case .back:
      log.info("the mail server is back", ["server": .text(access.server.description)])
    case nil: break
    }
  }

  private func report(_ error: StoreError) {
    if error.kind == .contention {
      log.debug("e-mails wait for the database", ["error": .text(error.description)])
    } else {
      log.warning(
        warning, "what is queued of e-mails could not be read or noted",
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
