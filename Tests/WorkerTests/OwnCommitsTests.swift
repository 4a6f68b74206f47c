import Billing
import Testing

@testable import Worker

/// Whether what was planned ahead may be stored: nothing that it was read from has changed meanwhile.
@Suite struct OwnCommitsTests {
  private func footprint(
    _ account: String, in phase: PlanningPhase = .billing, payment: String? = nil,
    number: String? = nil
  ) -> BatchFootprint? {
    var needed = FactsNeeded()
    if let payment { needed.records.written.insert(RecordReference(type: .payment, id: payment)) }
    if let number { needed.identifiers.numbers.insert(number) }
    return BatchFootprint(needed, in: phase, accounts: [Account.ID(account)])
  }

  @Test("What nobody has changed is as it was, whatever it concerns but everything")
  func unchanged() {
    let commits = OwnCommits()
    #expect(!commits.mayHaveChanged(footprint("A"), since: 7, until: 7))
    #expect(commits.mayHaveChanged(nil, since: 7, until: 7))
    #expect(commits.mayHaveChanged(footprint("A"), since: 7, until: 8))
    #expect(commits.mayHaveChanged(footprint("A"), since: 7, until: 6))
  }

  @Test(
    "The lane's own commits for other accounts change nothing of it, one for the same account does")
  func ownCommits() {
    var commits = OwnCommits()
    commits.note(8, footprint("A"))
    commits.note(9, footprint("B"))
    #expect(!commits.mayHaveChanged(footprint("C"), since: 7, until: 9))
    #expect(commits.mayHaveChanged(footprint("A"), since: 7, until: 9))
    #expect(commits.mayHaveChanged(footprint("B"), since: 7, until: 9))
    #expect(!commits.mayHaveChanged(footprint("A"), since: 8, until: 9))
  }

  @Test(
    "A commit of anybody else's may have changed anything, before, between and after the lane's own"
  )
  func others() {
    for counts in [[9, 10], [8, 10], [8, 9]] as [[Int32]] {
      var commits = OwnCommits()
      for count in counts { commits.note(count, footprint("A")) }
      #expect(commits.mayHaveChanged(footprint("C"), since: 7, until: 10))
    }
  }

  @Test("A transaction that changed nothing has no count, and stands for no commit")
  func withoutChange() {
    var commits = OwnCommits()
    commits.note(nil, footprint("A"))
    #expect(commits.mayHaveChanged(footprint("C"), since: 7, until: 8))
    commits.note(8, footprint("B"))
    #expect(!commits.mayHaveChanged(footprint("A"), since: 7, until: 8))
  }

  @Test("Counts wrap around, and more commits than are remembered may have changed anything")
  func manyCommits() {
    var commits = OwnCommits()
    commits.note(.max, footprint("A"))
    commits.note(.min, footprint("B"))
    #expect(!commits.mayHaveChanged(footprint("C"), since: .max - 1, until: .min))
    for count in 1...20 as ClosedRange<Int32> { commits.note(.min + count, footprint("A")) }
    #expect(commits.mayHaveChanged(footprint("C"), since: .min, until: .min + 20))
    #expect(!commits.mayHaveChanged(footprint("C"), since: .min + 15, until: .min + 20))
  }

  @Test("Batches that write the same new record, or bear the same identifier, concern each other")
  func names() throws {
    let payment = try #require(footprint("A", payment: "P"))
    #expect(payment.isDisjoint(with: try #require(footprint("B", payment: "Q"))))
    #expect(!payment.isDisjoint(with: try #require(footprint("B", payment: "P"))))
    let numbered = try #require(footprint("A", number: "N-1"))
    #expect(!numbered.isDisjoint(with: try #require(footprint("B", number: "N-1"))))
    #expect(footprint("A", in: .records) == nil && footprint("A", in: .runs) == nil)
  }

  @Test("What has no owner is told apart by its name, or may change everything")
  func withoutOwner() throws {
    func footprint(_ change: (inout FactsNeeded) -> Void) -> BatchFootprint? {
      var needed = FactsNeeded()
      change(&needed)
      return BatchFootprint(needed, in: .billing, accounts: [])
    }
    let one = try #require(footprint { $0.emails.ids = ["E"] })
    #expect(!one.isDisjoint(with: one))
    #expect(one.isDisjoint(with: try #require(footprint { $0.emails.ids = ["F"] })))
    #expect(footprint { $0.invoices.emailed = [["I"]] } == nil, "a day's e-mails are counted")
    let suspension = RecordReference(type: .billingSuspension, id: "X")
    #expect(footprint { $0.records.written = [suspension] } == nil, "of groups and of accounts")
  }

  @Test(
    "What was planned ahead in vain is tried less and less often, and each time again once it was of use"
  )
  func pace() {
    var pace = AheadPace()
    func triesAmong(_ batches: Int, isOfUse: Bool) -> Int {
      (0..<batches).count { _ in
        guard pace.isDue() else { return false }
        pace.note(isOfUse: isOfUse)
        return true
      }
    }
    #expect(triesAmong(100, isOfUse: true) == 100)
    #expect(triesAmong(1_000, isOfUse: false) < 24)
    // Once the pause is over.
    #expect(triesAmong(AheadPace.longestPause + 1, isOfUse: true) > 0)
    #expect(triesAmong(100, isOfUse: true) == 100)
  }
}
