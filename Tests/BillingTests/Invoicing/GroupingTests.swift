import Billing
import CivilTime
import Monetary
import Testing

@Suite("Generating invoices, step 4: group; and what a group decides")
struct GroupingTests {
  private func world() throws -> World {
    var world = try World()
    world.add(
      .contact(Contact(id: "C1", accountId: "A", name: "One")),
      .contact(Contact(id: "C2", accountId: "A", name: "Two")),
      .paymentTerm(PaymentTerm(id: "P1", name: "P1", kind: .periodBased, days: 10)),
      .paymentTerm(PaymentTerm(id: "P2", name: "P2", kind: .periodBased, days: 20)),
      .legalEntity(
        LegalEntity(id: "L1", name: "L", address: try World.account("A").billingAddress)))
    return world
  }

  private func invoices(_ records: Record...) throws -> [[String]] {
    var world = try world()
    let stored = world.upsert(records)
    #expect(stored.errors.isEmpty)
    return world.generate(target: "2026-01-02").made.map { $0.billingScheduleIds.map(\.text) }
      .sorted { $0[0] < $1[0] }
  }

  @Test("One default key, one invoice; each part of it makes another")
  func defaultKey() throws {
    #expect(try invoices(.monthly("S1"), .monthly("S2")) == [["S1", "S2"]])
    let changes: [(inout BillingSchedule) -> Void] = [
      { $0.attributes.billToContactId = "C1" },
      { $0.attributes.paymentTermId = "P1" },
      { $0.attributes.legalEntityId = "L1" },
      { $0.attributes.savedPaymentMethodId = "card" },
      { $0.attributes.invoiceGroupType = .billingSchedule },
    ]
    for change in changes {
      #expect(
        try invoices(.monthly("S1"), .monthly("S2", change), .monthly("S3"))
          == [["S1", "S3"], ["S2"]])
    }
  }

  @Test("Custom keys are trimmed and compared without case")
  func custom() throws {
    func custom(_ id: BillingSchedule.ID, _ key: String) -> Record {
      .monthly(id) {
        $0.attributes.invoiceGroupType = .custom
        $0.attributes.customInvoiceGroupKey = key
      }
    }
    #expect(
      try invoices(
        custom("S1", "North"), custom("S2", " NORTH "), custom("S3", "South"), .monthly("S4"))
        == [["S1", "S2"], ["S3"], ["S4"]])
  }

  @Test("A key without its group type does not group")
  func keyWithoutType() throws {
    let keyed = Record.monthly("S2") { $0.attributes.customInvoiceGroupKey = "k" }
    #expect(try invoices(.monthly("S1"), keyed) == [["S1", "S2"]])
  }

  @Test("The group's value beats the schedule's, then the account's, then the default's")
  func precedence() throws {
    var world = try world()
    var account = try World.account("A")
    account.paymentTermId = "P2"
    world.add(
      .account(account),
      .paymentTerm(
        PaymentTerm(id: "P0", name: "P0", kind: .periodBased, days: 0, isDefault: true)),
      .legalEntity(
        LegalEntity(
          id: "L0", name: "L0", address: account.billingAddress, isDefault: true)),
      .billingScheduleGroup(
        BillingScheduleGroup(
          id: "G", accountId: "A",
          attributes: InvoicingAttributes(billToContactId: "C1", paymentTermId: "P1"))),
      .monthly("S1") {
        $0.billingScheduleGroupId = "G"
        $0.attributes.billToContactId = "C2"
        $0.attributes.legalEntityId = "L1"
      },
      .monthly("S2") { $0.attributes.billToContactId = "C2" })
    let made = world.generate(target: "2026-01-02").made
    #expect(made.map(\.billToContact.contactId) == ["C1", "C2"])
    #expect(made.map(\.billToContact.name) == ["One", "Two"])
    #expect(made.map(\.paymentTermId) == ["P1", "P2"])
    #expect(made.map(\.legalEntityId) == ["L1", "L0"])
  }

  @Test("The group's way of grouping and its key beat the schedule's")
  func groupedByTheGroup() throws {
    func group(_ id: BillingScheduleGroup.ID, _ attributes: InvoicingAttributes) -> Record {
      .billingScheduleGroup(
        BillingScheduleGroup(id: id, accountId: "A", attributes: attributes))
    }
    func member(_ id: BillingSchedule.ID, of group: BillingScheduleGroup.ID) -> Record {
      .monthly(id) {
        $0.billingScheduleGroupId = group
        $0.attributes.invoiceGroupType = .custom
        $0.attributes.customInvoiceGroupKey = "own"
      }
    }
    #expect(
      try invoices(
        group("G", InvoicingAttributes(customInvoiceGroupKey: "group's")),
        group("D", InvoicingAttributes(invoiceGroupType: .default)), member("S1", of: "G"),
        member("S2", of: "D"), .monthly("S3"), member("S4", of: "G"))
        == [["S1", "S4"], ["S2", "S3"]])
  }

  @Test("The account's own bill-to contact is on the invoice when nothing nearer names one")
  func contactOfTheAccount() throws {
    var world = try world()
    var account = try World.account("A")
    account.billToContact = .contact("C2")
    world.add(.account(account), .monthly("S"))
    let invoice = try #require(world.generate(target: "2026-01-02").made.first)
    #expect(invoice.billToContact == Invoice.BillTo(contactId: "C2", name: "Two", email: nil))
    #expect(invoice.groupingKey.contains("billToContact=C2"))
  }

  @Test("A list over several accounts: invoices and error logs are each account's")
  func severalAccounts() throws {
    var world = try world()
    var nobodys = try World.account("C")
    nobodys.billToContact = nil
    world.add(
      .account(try World.account("B", currency: "JPY")), .account(nobodys), .monthly("S1"),
      .monthly("S2") { $0.accountId = "B" }, .monthly("S3") { $0.accountId = "C" })
    let decision = world.generate(.billingSchedules(["S3", "S2", "S1"]), target: "2026-01-02")
    #expect(decision.made.map(\.accountId) == ["A", "B"])
    #expect(decision.made.map(\.totalAmount.decimalText) == ["100.00", "100"])
    #expect(decision.errorLogs.map(\.primaryRecord) == [RecordReference(type: .account, id: "C")])
    #expect(decision.errorLogs.map(\.accountId) == ["C"])
  }

  @Test("Keys that differ never read the same")
  func unambiguous() throws {
    var world = try world()
    func schedule(_ id: BillingSchedule.ID, _ method: String, _ key: String) -> Record {
      .monthly(id) {
        $0.attributes.savedPaymentMethodId = method
        $0.attributes.invoiceGroupType = .custom
        $0.attributes.customInvoiceGroupKey = key
      }
    }
    world.add(
      schedule("S1", "a;custom=b", "c"), schedule("S2", "a", "b;custom=c"),
      schedule("S3", "a%3Bcustom%3Db", "c"))
    let keys = world.generate(target: "2026-01-02").made.map(\.groupingKey)
    #expect(Set(keys).count == 3)
    #expect(
      keys.contains(
        "account=A;billTo=account;currency=USD;taxEngine=RateTable;"
          + "savedPaymentMethod=a;custom=b%3Bcustom%3Dc"))
  }
}
