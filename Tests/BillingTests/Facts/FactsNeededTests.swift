import Billing
import Testing

@Suite("What is needed of a batch")
struct FactsNeededTests {
  private static let takenBack: FactsNeeded = {
    var needed = CancelInvoices(invoiceIds: ["I"]).factsNeeded
    needed.formUnion(VoidInvoices(invoiceIds: ["J"]).factsNeeded)
    // As a worker that sends e-mails asks for every batch.
    needed.emails.dailyLimit = 100
    return needed
  }()

  @Test("Accounts of what is only taken back are not looked at")
  func takenBackAlone() {
    #expect(!Self.takenBack.looksAtAccounts)
    #expect(!FactsNeeded().looksAtAccounts)
  }

  @Test("With any other need of the same batch they are")
  func withOthers() {
    let others: [(inout FactsNeeded) -> Void] = [
      { $0.schedules.ids = ["S"] }, { $0.schedules.ofAccounts = ["A"] },
      { $0.schedules.ofOrders = ["O"] }, { $0.schedules.toRecover = ["S"] },
      { $0.accounts.toInvoice = ["A"] }, { $0.invoices.ids = ["I"] },
      { $0.invoices.heads = ["I"] }, { $0.invoices.posted = [["I"]] },
      { $0.invoices.credited = [["I"]] }, { $0.invoices.told = [["I"]] },
      { $0.invoices.emailed = [["I"]] }, { $0.identifiers.numbers = ["N"] },
      { $0.records.insert(Account.ID("A")) }, { $0.ledger.payments = ["P"] },
      { $0.ledger.openSources = ["A"] }, { $0.ledger.postingRequests = 1 },
      { $0.runs.read = ["R"] }, { $0.emails.ids = ["E"] }, { $0.tasks.ofInvoices = ["I"] },
    ]
    for (index, other) in others.enumerated() {
      var needed = Self.takenBack
      other(&needed)
      #expect(needed.looksAtAccounts, "need \(index)")
    }
  }
}
