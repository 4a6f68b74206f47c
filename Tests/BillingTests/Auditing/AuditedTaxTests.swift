import CivilTime
import Monetary
import TestSupport
import Testing

@testable import Billing

@Suite("What an audit says of a tax engine's books")
struct AuditedTaxTests {
  private static let now = UTCInstant(microsecondsSince1970: 1_795_165_200_000_000)
  private let money: Money
  private let other: Money

  init() throws {
    let eur = try #require(Currency(code: "EUR"))
    money = try #require(Money(exactly: 25, currency: eur))
    other = try #require(Money(exactly: 26, currency: eur))
  }

  private func after(_ transitions: TaxTransition...) -> TaxTransaction {
    let posted = TaxTransaction(of: .invoice("I"), accountId: "A", total: money, at: Self.now)
    return transitions.reduce(posted) { $0.applying($1, at: Self.now) }
  }

  private func breaches(
    _ transaction: TaxTransaction, _ status: String?, documentTax: Money? = nil
  ) -> [String] {
    AuditedTax(transaction, status: status, documentTax: documentTax).breaches.map(\.text)
  }

  @Test("What every way to each state leaves is right where the document stands")
  func sound() {
    let booked = TaxTransition.commitAnswered(.committed(transactionId: "T"))
    let voided = TaxTransition.documentVoided(reason: nil)
    for transaction in [
      after(), after(.begun), after(.begun, booked),
      after(.begun, .commitAnswered(.refused(message: "no"))),
    ] {
      #expect(breaches(transaction, "Posted", documentTax: money) == [])
      #expect(breaches(transaction, "Voided").count == 1)
    }
    for transaction in [
      after(voided), after(.begun, voided), after(.begun, booked, voided),
      after(.begun, booked, voided, .voidAnswered(.voided(transactionId: nil))),
      after(.begun, booked, voided, .voidAnswered(.credited(transactionId: "T-2"))),
      after(.begun, booked, voided, .voidAnswered(.refused(message: "no"))),
    ] {
      #expect(breaches(transaction, "Voided", documentTax: money) == [])
      #expect(breaches(transaction, "Posted").count == 1)
    }
  }

  @Test("A document that is gone, another tax, and a call that nobody makes or that is none")
  func unsound() {
    #expect(
      breaches(after(), nil) == [
        "The tax transaction of invoice I is of a document that is not stored."
      ])
    #expect(
      breaches(after(), "Posted", documentTax: other) == [
        "The tax transaction of invoice I tells of the tax \(money), the document has \(other)."
      ])
    var waiting = after()
    waiting.nextAttemptAt = nil
    #expect(
      breaches(waiting, "Posted") == [
        "The tax transaction of invoice I is ToCommit and is not tried."
      ])
    var done = after(.begun, .commitAnswered(.committed(transactionId: "T")))
    done.nextAttemptAt = Self.now
    #expect(
      breaches(done, "Posted") == [
        "The tax transaction of invoice I is Committed and is tried again."
      ])
  }
}
