import CivilTime
import Monetary
import TestSupport
import Testing

@testable import Billing

/// <doc:Tax#After-posting>: what becomes of a document's tax in the books of an engine.
@Suite("Tax engine: what its books are told")
struct TaxTransactionTests {
  private static let now = UTCInstant(microsecondsSince1970: 1_795_165_200_000_000)
  private let money: Money
  private let other: Money

  init() throws {
    let eur = try #require(Currency(code: "EUR"))
    money = try #require(Money(exactly: 25, currency: eur))
    other = try #require(Money(exactly: 26, currency: eur))
  }

  private var posted: TaxTransaction {
    TaxTransaction(of: .invoice("I"), accountId: "A", total: money, at: Self.now)
  }

  private func after(
    _ transitions: TaxTransition..., from start: TaxTransaction? = nil
  ) -> TaxTransaction {
    transitions.reduce(start ?? posted) { $0.applying($1, at: Self.now) }
  }

  @Test("Posted, it is to be committed at once; committed, nothing is left to tell")
  func committed() {
    #expect(posted.state == .toCommit)
    #expect(posted.call == .commit)
    #expect(posted.nextAttemptAt == Self.now)
    let committed = after(.begun, .commitAnswered(.committed(transactionId: "T")))
    #expect(committed.state == .committed)
    #expect(committed.transactionId == "T")
    #expect(committed.isSent)
    #expect(committed.call == nil)
    #expect(committed.nextAttemptAt == nil)
    #expect(committed.attempts == 0)
  }

  @Test("What is not answered is told again after 10 s, 1 min, 10 min, then every hour, for ever")
  func backoff() {
    var transaction = posted
    var waits: [Int64] = []
    for number in 1...6 {
      let answer: TaxCommitAnswer =
        number.isMultiple(of: 2) ? .away(reason: "503") : .invalid(reason: "no JSON")
      transaction = after(.begun, .commitAnswered(answer), from: transaction)
      #expect(transaction.state == .toCommit)
      #expect(transaction.attempts == number)
      let next = transaction.nextAttemptAt ?? Self.now
      waits.append((next.microsecondsSince1970 - Self.now.microsecondsSince1970) / 1_000_000)
    }
    #expect(waits == [10, 60, 600, 3_600, 3_600, 3_600])
    #expect(transaction.reason == "503")
  }

  @Test(
    "Refused, or booked with another total: Failed, logged, and tried again when it is asked for")
  func failed() throws {
    let refused = after(.begun, .commitAnswered(.refused(message: "unknown company")))
    #expect(refused.state == .failed)
    #expect(refused.call == nil)
    let log = try #require(refused.failureLog(of: "invoice INV-1"))
    #expect(log.code == .taxCommitRefused)
    #expect(log.category == .taxReporting)
    #expect(log.message.contains("unknown company") && log.message.contains("INV-1"))
    #expect(log.primaryRecord == RecordReference(.account, Account.ID("A")))
    #expect(log.relatedRecord == RecordReference(.invoice, Invoice.ID("I")))

    let variance = after(
      .begun, .commitAnswered(.variance(transactionId: "T", committedTax: other)))
    #expect(variance.state == .failed)
    #expect(variance.committedTax == other)
    let other = try #require(variance.failureLog(of: "invoice INV-1"))
    #expect(other.code == .taxCommitVariance)
    #expect(other.message.contains("26.00") && other.message.contains("25.00"))

    for failed in [refused, variance] {
      let again = after(.retried, from: failed)
      #expect(again.state == .toCommit)
      #expect(again.call == .commit)
      #expect(again.attempts == 0)
      #expect(again.nextAttemptAt == Self.now)
      #expect(again.failure == nil)
      #expect(again.failureLog(of: "x") == nil)
      let done = after(.begun, .commitAnswered(.committed(transactionId: "T")), from: again)
      #expect(done.state == .committed)
      #expect(done.committedTax == nil)
    }
  }

  @Test("Voided before the engine heard of it, it never does")
  func dropped() {
    let dropped = after(.documentVoided(reason: "wrong"))
    #expect(dropped.state == .dropped)
    #expect(dropped.call == nil)
    #expect(after(.begun, from: dropped) == dropped)
  }

  @Test(
    "E46: committed, then voided: taken back, or the opposite booked where the period is locked")
  func voided() {
    let committed = after(.begun, .commitAnswered(.committed(transactionId: "T")))
    let toVoid = after(.documentVoided(reason: "wrong"), from: committed)
    #expect(toVoid.state == .toVoid)
    #expect(toVoid.call == .void(TaxVoid(documentId: "I", transactionId: "T", reason: "wrong")))
    let voided = after(.begun, .voidAnswered(.voided(transactionId: nil)), from: toVoid)
    #expect(voided.state == .voided)
    #expect(voided.transactionId == "T")
    let credited = after(.begun, .voidAnswered(.credited(transactionId: "U")), from: toVoid)
    #expect(credited.state == .credited)
    #expect(credited.transactionId == "U")
    for final in [voided, credited] {
      #expect(final.call == nil)
      #expect(after(.documentVoided(reason: nil), from: final) == final)
    }
  }

  @Test(
    "Voided while a commit is under way: it is committed first, then taken back, whatever the commit came to"
  )
  func commitBeforeVoid() {
    let underWay = after(.begun, .documentVoided(reason: nil))
    #expect(underWay.state == .toVoid)
    #expect(underWay.call == .commit)
    let away = after(.begun, .commitAnswered(.away(reason: "503")), from: underWay)
    #expect(away.state == .toVoid)
    #expect(away.call == .commit)
    // An answer to a void that nobody sent changes nothing.
    #expect(after(.voidAnswered(.voided(transactionId: nil)), from: away) == away)
    for (answer, id): (TaxCommitAnswer, String?) in [
      (.committed(transactionId: "T"), "T"),
      (.variance(transactionId: "T", committedTax: other), "T"),
      (.refused(message: "no"), nil),
    ] {
      let answered = after(.commitAnswered(answer), from: away)
      #expect(answered.state == .toVoid)
      #expect(answered.failure == nil)
      #expect(answered.attempts == 0)
      #expect(answered.call == .void(TaxVoid(documentId: "I", transactionId: id, reason: "Voided")))
    }
  }

  @Test("Failed by variance or refusal, then voided: what was ever sent is taken back")
  func failedThenVoided() {
    for answer: TaxCommitAnswer in [
      .variance(transactionId: "T", committedTax: other), .refused(message: "no"),
    ] {
      let voided = after(.begun, .commitAnswered(answer), .documentVoided(reason: nil))
      #expect(voided.state == .toVoid)
      guard case .void? = voided.call else {
        Issue.record("\(voided)")
        continue
      }
    }
  }

  @Test("A void that the engine refuses: Failed, logged, taken up again as a void")
  func voidRefused() throws {
    let failed = after(
      .begun, .commitAnswered(.committed(transactionId: "T")), .documentVoided(reason: nil),
      .begun, .voidAnswered(.refused(message: "closed")))
    #expect(failed.state == .failed)
    #expect(failed.failureLog(of: "invoice INV-1")?.code == .taxVoidRefused)
    let again = after(.retried, from: failed)
    #expect(again.state == .toVoid)
    #expect(again.call == .void(TaxVoid(documentId: "I", transactionId: "T", reason: "Voided")))
  }

  @Test("Only what has failed is tried again")
  func retried() {
    for transaction in [
      posted, after(.begun), after(.documentVoided(reason: nil)),
      after(.begun, .commitAnswered(.committed(transactionId: "T"))),
    ] { #expect(after(.retried, from: transaction) == transaction) }
  }

  /// What an engine holds of a document: booked once however often it is told, taken back once.
  private struct Books {
    var isBooked = false
    var isTakenBack = false
    /// Once it has been taken back nothing is booked again.
    var isSound = true

    mutating func commit(_ generator: inout SeededGenerator, _ other: Money) -> TaxCommitAnswer {
      switch UInt64.random(in: 0..<6, using: &generator) {
      case 0: return .away(reason: "lost before")
      case 1:
        book()
        return .away(reason: "lost after")
      case 2: return .refused(message: "no")
      case 3:
        book()
        return .variance(transactionId: "T", committedTax: other)
      default:
        book()
        return .committed(transactionId: "T")
      }
    }

    private mutating func book() {
      isBooked = true
      if isTakenBack { isSound = false }
    }

    mutating func void(_ generator: inout SeededGenerator) -> TaxVoidAnswer {
      switch UInt64.random(in: 0..<5, using: &generator) {
      case 0: return .away(reason: "lost")
      case 1: return .refused(message: "closed")
      case 2:
        isTakenBack = true
        return .credited(transactionId: "U")
      default:
        isTakenBack = true
        return .voided(transactionId: nil)
      }
    }
  }

  @Test(
    "However it goes: an engine that answers brings it to an end that says what its books hold",
    arguments: 0..<400)
  func histories(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var books = Books()
    var transaction = posted
    var isVoided = false
    func step(_ transition: TaxTransition) {
      let before = transaction
      transaction = transaction.applying(transition, at: Self.now)
      #expect((transaction.nextAttemptAt == nil) == (transaction.call == nil))
      #expect((transaction.failure != nil) == (transaction.state == .failed))
      #expect(!before.isSent || transaction.isSent)
      if transaction.state == .dropped { #expect(!transaction.isSent && !books.isBooked) }
    }
    for _ in 0..<60 {
      switch UInt64.random(in: 0..<10, using: &generator) {
      case 0 where !isVoided:
        isVoided = true
        step(.documentVoided(reason: nil))
      case 1: step(.retried)
      default:
        guard let call = transaction.call else { continue }
        step(.begun)
        // The document may be voided while the call is under way.
        let isVoidedMeanwhile = !isVoided && UInt64.random(in: 0..<10, using: &generator) == 0
        switch call {
        case .commit:
          let answer = books.commit(&generator, other)
          if isVoidedMeanwhile {
            isVoided = true
            step(.documentVoided(reason: nil))
          }
          step(.commitAnswered(answer))
        case .void: step(.voidAnswered(books.void(&generator)))
        }
      }
    }
    #expect(books.isSound, "booked again after it was taken back")
    switch transaction.state {
    case .committed: #expect(books.isBooked && !isVoided)
    case .voided, .credited: #expect(books.isTakenBack && isVoided)
    case .dropped: #expect(isVoided)
    case .toCommit: #expect(!isVoided)
    case .toVoid: #expect(isVoided)
    case .failed: #expect(isVoided == (transaction.failure?.from == .toVoid))
    }
  }
}
