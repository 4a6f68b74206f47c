internal import Billing
internal import CivilTime
internal import Monetary
internal import Testing

/// An account whose schedule, its group, and the account itself each refer to records of their own,
/// among others that nothing refers to.
enum FactsScenario {
  static func records() throws -> [Record] {
    var account = try Fixtures.account()
    account.billToContact = .contact("CON-account")
    account.paymentTermId = "PT-account"
    account.legalEntityId = "LE-account"
    account.shippingAddress = Address(
      street: "2", city: "Oslo", postalCode: "0150", country: "NO")
    var ready = try Fixtures.schedule("BS-ready", order: "ORD-1")
    ready.billingScheduleGroupId = "GRP-1"
    ready.attributes = attributes("schedule")
    return [
      .account(account), .account(try Fixtures.account("ACC-2")),
      .order(Order(id: "ORD-1", accountId: "ACC-1", orderNumber: "1")),
      .order(Order(id: "ORD-group", accountId: "ACC-1", orderNumber: "2")),
      .order(Order(id: "ORD-other", accountId: "ACC-1", orderNumber: "3")),
      .billingScheduleGroup(
        BillingScheduleGroup(
          id: "GRP-1", accountId: "ACC-1", orderId: "ORD-group", attributes: attributes("group"))),
      .billingSchedule(ready),
      .billingSchedule(try Fixtures.schedule("BS-error", status: .error)),
      .billingSchedule(
        try Fixtures.schedule("BS-completed", order: "ORD-1", status: .completelyBilled)),
      .billingSchedule(try Fixtures.schedule("BS-other", of: "ACC-2")),
      .billingSuspension(try suspension("SUS-account", .account("ACC-1"))),
      .billingSuspension(try suspension("SUS-group", .billingScheduleGroup("GRP-1"))),
      .billingSuspension(try suspension("SUS-schedule", .billingSchedule("BS-ready"))),
      .billingSuspension(try suspension("SUS-other", .account("ACC-2"))),
    ] + (try referred())
  }

  private static func referred() throws -> [Record] {
    var records: [Record] = []
    for suffix in ["account", "group", "schedule", "default", "other"] {
      let isDefault = suffix == "default"
      records += [
        .contact(Contact(id: RecordID("CON-\(suffix)"), accountId: "ACC-1", name: suffix)),
        .paymentTerm(
          PaymentTerm(
            id: RecordID("PT-\(suffix)"), name: suffix, kind: .periodBased, days: 30,
            isDefault: isDefault)),
        .legalEntity(
          LegalEntity(
            id: RecordID("LE-\(suffix)"), name: suffix, address: Fixtures.address,
            isDefault: isDefault)),
        .taxTreatment(
          TaxTreatment(
            id: RecordID("TT-\(suffix)"), name: suffix, isTaxable: true, taxCode: suffix,
            isDefault: isDefault)),
      ]
    }
    for country in ["CH", "NO", "SE"] {
      records.append(
        .taxRate(
          TaxRate(
            id: RecordID("TR-\(country)"), country: country, taxCode: "std", name: "VAT",
            percent: 25, effectiveFrom: try Fixtures.date("2026-01-01"))))
    }
    return records
  }

  private static func attributes(_ suffix: String) -> InvoicingAttributes {
    InvoicingAttributes(
      billToContactId: RecordID("CON-\(suffix)"), paymentTermId: RecordID("PT-\(suffix)"),
      legalEntityId: RecordID("LE-\(suffix)"), taxTreatmentId: RecordID("TT-\(suffix)"))
  }

  private static func suspension(
    _ id: BillingSuspension.ID, _ target: BillingSuspension.Target
  ) throws -> BillingSuspension {
    BillingSuspension(id: id, target: target, suspendDate: try Fixtures.date("2026-01-01"))
  }

  /// What BS-ready refers to, by itself, its group and its account.
  static func expectEverythingBehind(_ facts: WorkingSet) throws {
    #expect(Set(facts.groups.keys) == ["GRP-1"])
    #expect(Set(facts.orders.keys) == ["ORD-1", "ORD-group"])
    #expect(Set(facts.contacts.keys) == ["CON-account", "CON-group", "CON-schedule"])
    #expect(
      Set(facts.paymentTerms.keys) == ["PT-account", "PT-group", "PT-schedule", "PT-default"])
    #expect(
      Set(facts.legalEntities.keys) == ["LE-account", "LE-group", "LE-schedule", "LE-default"])
    #expect(Set(facts.taxTreatments.keys) == ["TT-group", "TT-schedule", "TT-default"])
    #expect(Set(facts.taxRates.keys) == ["TR-CH", "TR-NO"])
    let suspensions = Set(facts.suspensions.keys)
    #expect(suspensions.isSuperset(of: ["SUS-account", "SUS-group", "SUS-schedule"]))
    #expect(facts.changed.isEmpty)
  }
}
