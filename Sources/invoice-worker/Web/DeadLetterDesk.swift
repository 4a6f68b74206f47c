import CivilTime
import Messages
import Web
import Worker

/// The queue of dead letters as the page meets it: listed once for whoever looks within a few seconds, and one piece of work at a time, which goes on
/// by itself.
actor DeadLetterDesk {
  /// How long a list is good: each look counts as a delivery of every letter.
  private static let validity = Duration.seconds(5)
  private static let mostDeeds = 100

  private let broker: OperatorBroker
  private let rows: DeadLetterRows
  private let log: Log
  private var listing: (at: ContinuousClock.Instant, letters: DeadLetterListing)?
  /// The list that is being made.
  private var asked: Task<Result<DeadLetterListing, CommandFailure>, Never>?
  /// Ends with the last look that was begun.
  private var lastLook: Task<Void, Never>?
  private var current: Work?
  private var deeds: [DeadLetterDeed] = []

  private struct Work {
    let kind: DeadLetterWork.Kind
    let by: String
    let total: Int
    var looked = 0
    /// nil while it goes on.
    var result: String?
  }

  init(_ broker: OperatorBroker, _ rows: DeadLetterRows, log: Log) {
    self.broker = broker
    self.rows = rows
    self.log = log
  }

  /// What a look in the queue finds; while something is under way, what the last one found.
  ///
  /// - Throws: also where something is under way and nothing was found before.
  func list() async throws(CommandFailure) -> DeadLetterListing {
    if let listing, isBusy || listing.at.duration(to: .now) < Self.validity {
      return listing.letters
    }
    if let asked { return try await asked.value.get() }
    let look = try beginLook { browser throws(CommandFailure) in try await browser.list() }
    asked = look
    let result = await look.value
    asked = nil
    let found = try result.get()
    listing = (.now, found)
    return found
  }

  /// The letter with its body; nil where there is none with this fingerprint.
  ///
  /// - Throws: also where something is under way.
  func letter(_ fingerprint: String) async throws(CommandFailure) -> DeadLetter? {
    let letters = try await list().letters
    guard let named = letters.first(where: { DeadLetterFingerprint($0).text == fingerprint })
    else { return nil }
    let look = try beginLook { browser throws(CommandFailure) in try await browser.whole(named) }
    return try await look.value.get()
  }

  /// Looks after those that look already, and never while something is under way: whoever looks holds every letter meanwhile, and
  /// nobody else finds one.
  private func beginLook<Found: Sendable>(
    _ body: @escaping @Sendable (DeadLetterBrowser) async throws(CommandFailure) -> Found
  ) throws(CommandFailure) -> Task<Result<Found, CommandFailure>, Never> {
    guard !isBusy else {
      throw .unavailable(
        "dead letters are being worked on, and a look would hold them; look again afterwards")
    }
    let (before, browser) = (lastLook, DeadLetterBrowser(broker: broker))
    let look = Task { () -> Result<Found, CommandFailure> in
      await before?.value
      do throws(CommandFailure) {
        return .success(try await body(browser))
      } catch {
        return .failure(error)
      }
    }
    lastLook = Task { _ = await look.value }
    return look
  }

  /// Whether something is under way.
  private var isBusy: Bool { current.map { $0.result == nil } ?? false }

  /// What is being done, or was done last, as a sentence.
  var work: (sentence: String, isRunning: Bool)? {
    current.map { work in
      let what = "\(work.kind.verb) of \(DeadLetterReport.count(work.total)) by \(work.by)"
      guard let result = work.result else {
        return ("Under way: \(what), \(work.looked) so far.", true)
      }
      return ("Done: \(what). \(result)", false)
    }
  }

  /// The last that were done, the last first.
  var done: [DeadLetterDeed] { deeds }

  /// Begins, unless something is under way.
  func begin(
    _ kind: DeadLetterWork.Kind, _ choice: DeadLetterWork.Choice, count: Int, rate: Int,
    by user: String
  ) -> Bool {
    guard !isBusy else { return false }
    current = Work(kind: kind, by: user, total: count)
    let work = DeadLetterWork(
      kind: kind, broker: broker, rows: rows,
      pace: kind == .replay ? SendingPace(perSecond: rate) : nil,
      progress: { Task { await self.noteOne() } })
    let look = lastLook
    Task {
      // It holds every letter meanwhile.
      await look?.value
      let result: Result<DeadLetterReport, CommandFailure>
      do throws(CommandFailure) {
        result = .success(try await work.run(on: choice))
      } catch {
        result = .failure(error)
      }
      self.finish(result)
    }
    return true
  }

  private func noteOne() { current?.looked += 1 }

  private func finish(_ result: Result<DeadLetterReport, CommandFailure>) {
    guard let work = current else { return }
    var words: String
    switch result {
    case .success(let report):
      words = "\(DeadLetterReport.count(report.done)) \(work.kind.participle)."
      if report.gone > 0 { words += " \(report.goneSentence)" }
      if let first = report.kept.first {
        words += " \(report.kept.count) stayed; the first because \(first.reason)."
      }
      if let failure = report.failure { words += " It ended early: \(failure.sentence)." }
    case .failure(let error): words = "It did not begin: \(error.sentence)."
    }
    current?.result = words
    listing = nil
    deeds.insert(
      DeadLetterDeed(at: .now(), by: work.by, what: "\(work.kind.verb): \(words)"), at: 0)
    deeds = Array(deeds.prefix(Self.mostDeeds))
    log.write(
      .deadLettersWorkedOn,
      ["user": .text(work.by), "action": .text(work.kind.verb), "result": .text(words)])
  }
}
