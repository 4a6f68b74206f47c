import Billing
import CivilTime
import Monetary
import Testing

@Suite("Upserting records")
struct UpsertTests {
  private func expect(
    _ decision: Decision, _ faults: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(
      decision.errors.map { "\($0.code.rawValue) \($0.pointer ?? "-")" } == faults,
      sourceLocation: sourceLocation)
    #expect(decision.outcome == .failed, sourceLocation: sourceLocation)
    #expect(decision.effects.records.isEmpty, sourceLocation: sourceLocation)
    #expect(decision.errorLogs.count == 1, sourceLocation: sourceLocation)
  }

  @Test("References are checked after all are in, whatever the order")
  func anyOrder() throws {
    var world = try World()
    world.add(
      .billingSuspension(
        BillingSuspension(
          id: "X", target: .billingSchedule("S"), suspendDate: "2030-01-01")),
      .monthly("S") {
        $0.accountId = "B"
        $0.orderId = "O"
        $0.billingScheduleGroupId = "G"
      },
      .billingScheduleGroup(
        BillingScheduleGroup(
          id: "G", accountId: "B", orderId: "O", attributes: InvoicingAttributes())),
      .order(Order(id: "O", accountId: "B", orderNumber: "1")),
      .account(try World.account("B")))
    #expect(try world.progress("S").status == .readyForInvoicing)
    #expect(world.facts.changed.contains(RecordReference(type: .billingSuspension, id: "X")))
  }

  @Test("Every missing reference is named with its place, and nothing is stored")
  func missing() throws {
    var world = try World()
    var account = try World.account("B")
    account.billToContact = .contact("no")
    account.paymentTermId = "no"
    account.legalEntityId = "no"
    let decision = world.upsert([
      .account(account),
      .monthly("S") {
        $0.accountId = "no"
        $0.orderId = "no"
        $0.billingScheduleGroupId = "no"
        $0.attributes.taxTreatmentId = "no"
      },
      .contact(Contact(id: "C", accountId: "no", name: "C")),
      .billingSuspension(
        BillingSuspension(
          id: "X", target: .billingScheduleGroup("no"), suspendDate: "2030-01-01")),
    ])
    expect(
      decision,
      [
        "billToContactId", "paymentTermId", "legalEntityId",
      ].map { "RECORD_REFERENCE_NOT_FOUND /records/0/\($0)" }
        + ["accountId", "orderId", "billingScheduleGroupId", "taxTreatmentId"].map {
          "RECORD_REFERENCE_NOT_FOUND /records/1/\($0)"
        }
        + [
          "RECORD_REFERENCE_NOT_FOUND /records/2/accountId",
          "RECORD_REFERENCE_NOT_FOUND /records/3/billingScheduleGroupId",
        ])
    #expect(world.facts.accounts["B"] == nil)
  }

  @Test("What an upsert needs is its own rows and all they name")
  func factsNeeded() throws {
    var account = try World.account("B")
    account.billToContact = .contact("C")
    let records = UpsertRecords(entries: [
      .record(.account(account)),
      .record(
        .monthly("S") {
          $0.orderId = "O"
          $0.billingScheduleGroupId = "G"
          $0.attributes.taxTreatmentId = "T"
        }),
      .record(
        .paymentTerm(
          PaymentTerm(id: "P", name: "P", kind: .periodBased, days: 1, isDefault: true))),
      .unusable(RecordReference(type: .account, id: "U"), []),
    ])
    let needed = records.factsNeeded.records
    #expect(needed.identifiers[Account.self] == ["A", "B"])
    #expect(needed.accountsWhoseSchedulesMatter == ["B"])
    #expect(needed.identifiers[Contact.self] == ["C"])
    #expect(needed.identifiers[Order.self] == ["O"])
    #expect(needed.identifiers[BillingScheduleGroup.self] == ["G"])
    #expect(needed.identifiers[BillingSchedule.self] == ["S"])
    #expect(needed.identifiers[TaxTreatment.self] == ["T"])
    #expect(needed.identifiers[PaymentTerm.self] == ["P"])
    #expect(needed.defaults == [.paymentTerm])
    var union = FactsNeeded()
    union.formUnion(records.factsNeeded)
    #expect(union == records.factsNeeded)
  }

  @Test("Records of one account do not name those of another, and stay with their account")
  func accounts() throws {
    var world = try World()
    world.add(
      .account(try World.account("B")),
      .order(Order(id: "O", accountId: "B", orderNumber: "1")),
      .billingScheduleGroup(
        BillingScheduleGroup(id: "G", accountId: "B", attributes: InvoicingAttributes())))
    expect(
      world.upsert([
        .monthly("S") {
          $0.orderId = "O"
          $0.billingScheduleGroupId = "G"
        },
        .order(Order(id: "O2", accountId: "A", orderNumber: "2")),
        .billingScheduleGroup(
          BillingScheduleGroup(
            id: "G2", accountId: "A", orderId: "O", attributes: InvoicingAttributes())),
      ]),
      [
        "RECORD_ACCOUNT_MISMATCH /records/0/orderId",
        "RECORD_ACCOUNT_MISMATCH /records/0/billingScheduleGroupId",
        "RECORD_ACCOUNT_MISMATCH /records/2/orderId",
      ])
    expect(
      world.upsert([.order(Order(id: "O", accountId: "A", orderNumber: "1"))]),
      ["RECORD_ACCOUNT_MISMATCH /records/0/accountId"])
  }

  @Test("An unusable record refuses the request with its own faults")
  func unusable() throws {
    let world = try World()
    let fault = Fault(code: .currencyUnknown, message: "?", pointer: "/records/0/currency")
    let decision = world.plan(
      UpsertRecords(entries: [
        .unusable(RecordReference(type: .account, id: "U"), [fault]), .record(.monthly("S")),
      ]))
    expect(decision, ["CURRENCY_UNKNOWN /records/0/currency"])
  }

  @Test("Records that refer to an unusable record are not blamed for it", arguments: ["A", "B"])
  func unusableTarget(account: String) throws {
    let world = try World()
    let fault = Fault(code: .currencyUnknown, message: "?", pointer: "/records/1/currency")
    let decision = world.plan(
      UpsertRecords(entries: [
        .record(
          .monthly("S") {
            $0.accountId = RecordID(account)
            // Would be too fine for the currency of the stored account, which is to be replaced.
            $0.billingPeriodAmount = "0.001"
          }),
        .unusable(RecordReference(type: .account, id: account), [fault]),
        .record(.order(Order(id: "O", accountId: RecordID(account), orderNumber: "1"))),
        .record(.order(Order(id: "O2", accountId: "C", orderNumber: "2"))),
      ]))
    expect(
      decision,
      ["CURRENCY_UNKNOWN /records/1/currency", "RECORD_REFERENCE_NOT_FOUND /records/3/accountId"])
  }

  @Test("A period amount is exact to the account's minor unit, prices may be finer")
  func exact() throws {
    var world = try World()
    world.add(.account(try World.account("J", currency: "JPY")))
    expect(
      world.upsert([
        .monthly("S1") { $0.billingPeriodAmount = "0.001" },
        .monthly("S2") {
          $0.accountId = "J"
          $0.billingPeriodAmount = "0.5"
        },
        .monthly("S3") { $0.unitPrice = "0.0001" },
      ]),
      [
        "AMOUNT_NOT_EXACT /records/0/billingPeriodAmount",
        "AMOUNT_NOT_EXACT /records/1/billingPeriodAmount",
      ])
  }

  @Test("What is still to be billed must be an amount")
  func overflow() throws {
    var world = try World()
    expect(
      world.upsert([
        .monthly("S") {
          $0.billingMethod = .orderAmount
          $0.endDate = "2036-12-31"
          $0.billingPeriodAmount = "99999999999999999"
        }
      ]),
      ["AMOUNT_OVERFLOW /records/0/billingPeriodAmount"])
  }

  @Test("A currency is fixed once the account has a schedule")
  func currency() throws {
    var world = try World()
    world.add(.account(try World.account("A", currency: "EUR")))
    world.add(.monthly("S"))
    #expect(try world.progress("S").billedAmount.currency.code == "EUR")
    expect(
      world.upsert([.account(try World.account("A", currency: "USD"))]),
      ["CURRENCY_FIXED /records/0/currency"])
    world.add(.account(try World.account("A", currency: "EUR", state: "x")))
  }

  @Test("An older revision is not taken, an equal or newer one is")
  func revisions() throws {
    var world = try World()
    func order(_ number: String, _ revision: Int64?) -> Record {
      .order(Order(id: "O", accountId: "A", orderNumber: number, revision: revision))
    }
    world.add(order("five", 5))
    let stale = world.upsert([order("four", 4), .monthly("S")])
    #expect(stale.outcome == .succeeded)
    #expect(stale.warnings.map(\.code) == [.recordStale])
    #expect(stale.warnings.map(\.pointer) == ["/records/0/revision"])
    #expect(stale.effects.records.map(\.reference.id) == ["S"])
    #expect(world.facts.orders["O"]?.orderNumber == "five")
    world.add(order("again", 5))
    #expect(world.facts.orders["O"]?.orderNumber == "again")
    world.add(order("none", nil))
    #expect(world.facts.orders["O"]?.revision == nil)
  }

  @Test(
    "A record takes the logo away that it has not, unless it is an older one; an invoice keeps its own"
  )
  func logos() throws {
    var world = try World()
    func entity(_ logo: String?, _ revision: Int64) throws -> Record {
      var entity = LegalEntity(
        id: "L", name: "L", address: try World.account("A").billingAddress, isDefault: true,
        revision: revision)
      entity.details.logo = logo.map { Logo(digest: $0) }
      return .legalEntity(entity)
    }
    func logo() -> String? { world.facts.legalEntities["L"]?.details.logo?.digest }
    world.add(try entity("d1", 5), .monthly("S"))
    let first = try #require(world.generate(target: "2026-01-02").made.first)
    #expect(first.document?.seller.logo?.digest == "d1")
    #expect(world.upsert([try entity(nil, 4)]).warnings.map(\.code) == [.recordStale])
    #expect(logo() == "d1")
    world.add(try entity("d2", 5))
    #expect(logo() == "d2")
    world.add(try entity(nil, 6))
    #expect(logo() == nil)
    let second = try #require(world.generate(target: "2026-02-02").made.first)
    #expect(second.document != nil && second.document?.seller.logo == nil)
    #expect(first.document?.seller.logo?.digest == "d1")
  }

  @Test("Two defaults of a kind are refused, one that moves is not")
  func defaults() throws {
    var world = try World()
    func term(_ id: PaymentTerm.ID, _ isDefault: Bool) -> Record {
      .paymentTerm(
        PaymentTerm(id: id, name: "P", kind: .periodBased, days: 1, isDefault: isDefault))
    }
    world.add(term("P1", true), term("P2", false))
    expect(world.upsert([term("P2", true)]), ["DEFAULT_AMBIGUOUS /records/0/isDefault"])
    world.add(term("P2", true), term("P1", false))
    expect(
      world.upsert([term("P1", true), term("P2", true)]),
      ["DEFAULT_AMBIGUOUS /records/0/isDefault", "DEFAULT_AMBIGUOUS /records/1/isDefault"])
  }

  @Test("The last of two records with one identifier wins")
  func twice() throws {
    var world = try World()
    world.add(
      .order(Order(id: "O", accountId: "A", orderNumber: "1")),
      .order(Order(id: "O", accountId: "A", orderNumber: "2")))
    #expect(world.facts.orders["O"]?.orderNumber == "2")
  }
}
