internal import Billing
internal import CivilTime
internal import Monetary
internal import Testing

/// One record of every type, in the two extremes of their optional fields.
enum RecordSet {
  /// In no order of dependence: children first.
  static func full() throws -> [Record] {
    let attributes = InvoicingAttributes(
      billToContactId: "CON-1", paymentTermId: "PT-1", legalEntityId: "LE-1",
      taxTreatmentId: "TT-1", savedPaymentMethodId: "card", invoiceGroupType: .custom,
      customInvoiceGroupKey: "North")
    var account = try Fixtures.account()
    account.billToContact = .contact("CON-1")
    account.shippingAddress = Address(
      street: "2", city: "Oslo", postalCode: "0150", state: "Viken", country: "NO")
    account.paymentTermId = "PT-1"
    account.legalEntityId = "LE-1"
    account.isTaxExempt = true
    account.convertNegativeLines = true
    account.applyCredits = true
    account.applyPayments = true
    account.revision = 7
    var schedule = try fullSchedule(attributes)
    schedule.runMatchingValue = "Batch 2"
    account.details = Self.buyerDetails
    account.email = Self.accountEmail
    return [
      .billingSuspension(
        BillingSuspension(
          id: "SUS-1", target: .billingSchedule("BS-1"),
          suspendDate: try Fixtures.date("2026-01-01"),
          resumeDate: try Fixtures.date("2026-06-01"), revision: 1)),
      .billingSchedule(schedule),
      .billingScheduleGroup(
        BillingScheduleGroup(
          id: "GRP-1", accountId: "ACC-1", orderId: "ORD-1", billingContractId: "BC-1",
          parentGroupId: "GRP-0",
          attributes: attributes, revision: 2)),
      .billingContract(
        BillingContract(
          id: "BC-1", accountId: "ACC-1", name: "Cloud", contractType: "CSP",
          billingPolicy: "Monthly", invoicesOneTimeImmediately: true, automation: [.charge, .send],
          revision: 11)),
      .billingScheduleGroup(
        BillingScheduleGroup(id: "GRP-0", accountId: "ACC-1", attributes: attributes)),
      .usageRecord(
        UsageRecord(
          id: "U-1", billingScheduleId: "BS-1", quantity: try Fixtures.decimal("0.000000000001"),
          usageDate: try Fixtures.date("2026-03-01"), revision: 5, invoiceId: "INV-1")),
      .order(fullOrder),
      .contact(
        Contact(id: "CON-1", accountId: "ACC-1", name: "Ann", email: "a@example.com", revision: 4)),
      .account(account),
      .taxRate(
        TaxRate(
          id: "TR-1", country: "NO", region: "Viken", taxCode: "std", name: "VAT",
          percent: try Fixtures.decimal("7.75"), effectiveFrom: try Fixtures.date("2026-01-01"),
          effectiveTo: try Fixtures.date("2026-12-31"), revision: 5)),
      .sequencePolicy(
        SequencePolicy(
          id: "SP-1", legalEntityId: "LE-1", mode: .basic, pattern: "A-{DateStamp}-{SequenceValue}",
          dateStampFormat: .yearAndNext, startValue: 999_999_999_999_999, minimumDigits: 18,
          isActive: true, target: .creditMemo, revision: 10)),
      .taxTreatment(fullTreatment),
      .paymentTerm(
        PaymentTerm(
          id: "PT-1", name: "Thirds",
          instalments: [
            PaymentTerm.Instalment(
              weight: try Fixtures.decimal("33.34"), kind: .periodBased, days: 0),
            PaymentTerm.Instalment(weight: 1, kind: .endOfMonthPlus, days: 73_000),
          ], isDefault: true, revision: 8)
      ),
      .legalEntity(fullEntity),
      .debitMemo(
        DebitMemo(
          id: "DM-1", accountId: "ACC-1", status: .posted,
          invoiceGenerationStatus: .readyForInvoiceGeneration, currency: account.currency,
          lines: [
            DebitMemo.Line(
              name: "Support", quantity: try Fixtures.decimal("1.5"),
              unitPrice: try Fixtures.decimal("0.001"), amount: try Fixtures.decimal("10.25"),
              taxTreatmentId: "TT-1"),
            DebitMemo.Line(name: "Travel", quantity: 1, unitPrice: 2, amount: 2),
          ], revision: 10, invoiceId: "INV-1")),
      .savedPaymentMethod(
        SavedPaymentMethod(
          id: "PM-1", accountId: "ACC-1", kind: .mandate, displayName: "SEPA ending in 3000",
          token: PaymentToken("tok_1"), last4: "3000", expiresOn: ExpiryMonth("2027-04"),
          isAccountDefault: true, isActive: false, revision: 6)),
      .invoiceScheduler(try fullScheduler()),
      .emailTemplate(fullTemplate),
      .holidayCalendar(
        HolidayCalendar(
          id: "HC-1", name: "Oslo", weekend: [.friday, .sunday],
          dates: [try Fixtures.date("2026-12-25"), try Fixtures.date("2026-05-17")], revision: 3)),
    ]
  }

  private static func fullScheduler() throws -> InvoiceScheduler {
    var scheduler = InvoiceScheduler(
      id: "IS-1", name: "Month's end", status: .active, rule: .monthlyNth(.last, .friday),
      startDate: try Fixtures.date("2026-01-01"), endDate: try Fixtures.date("2027-01-01"),
      minuteOfDay: 1_439, timeZone: "Europe/Oslo")
    scheduler.excludesNonBusinessDays = true
    scheduler.holidayCalendarId = "HC-1"
    scheduler.targetDate = try Fixtures.date("2026-01-31")
    scheduler.invoiceDate = try Fixtures.date("2026-02-01")
    scheduler.targetDateOffset = -7
    scheduler.invoiceDateOffset = 7
    scheduler.isInvoiceDateFromRunDate = true
    scheduler.action = .posted
    scheduler.isTargetDateInclusive = true
    scheduler.allowsZeroAmountInvoices = true
    scheduler.criteria = RunFixtures.fullCriteria
    scheduler.then = RunContinuation(posts: true, emails: true, tasks: [.send])
    scheduler.onMissed = .runAll
    scheduler.onOverlap = .queue
    scheduler.revision = 12
    scheduler.nextOccurrence = InvoiceScheduler.NextOccurrence(
      ruleDate: try Fixtures.date("2026-01-30"), localDate: try Fixtures.date("2026-02-02"),
      instant: Fixtures.now)
    return scheduler
  }

  private static func fullSchedule(
    _ attributes: InvoicingAttributes
  ) throws -> BillingSchedule {
    BillingSchedule(
      id: "BS-1", accountId: "ACC-1", orderId: "ORD-1", orderItemId: "item",
      billingContractId: "BC-1", billingScheduleGroupId: "GRP-1", productName: "Support",
      category: .amendQuantity,
      billingMethod: .orderAmount,
      billingType: .arrears, billingTermUnit: .quarter, billingTerm: 2,
      startDate: try Fixtures.date("2026-01-31"), endDate: try Fixtures.date("2028-02-29"),
      quantity: try Fixtures.decimal("0.000000000001"),
      unitPrice: try Fixtures.decimal("-999999999999999999.999999999999"), unitOfMeasure: "HUR",
      billingPeriodAmount: try Fixtures.decimal("-1548.39"),
      totalAmount: try Fixtures.decimal("123456789012345678.99"),
      billDayOfMonth: 31, anchorDate: try Fixtures.date("2026-02-28"),
      periodBoundary: .dayOfPeriod, arePartialPeriodsAllowed: false, attributes: attributes,
      cancellationDate: try Fixtures.date("2027-01-01"),
      billedThroughDate: try Fixtures.date("2026-02-28"),
      milestoneDate: try Fixtures.date("2026-05-10"),
      includedQuantity: try Fixtures.decimal("10.5"), tierMode: .volume,
      tiers: [
        UsageTier(
          upTo: try Fixtures.decimal("0.5"), unitPrice: try Fixtures.decimal("-1.25"), flatFee: 2),
        UsageTier(upTo: nil, unitPrice: 0),
      ], revision: 0,
      progress: BillingProgress(
        status: .error, nextBillingDate: try Fixtures.date("2199-12-31"),
        nextChargeFromDate: try Fixtures.date("1900-01-01"),
        billedAmount: try Fixtures.usd("-0.01"),
        pendingAmount: try Fixtures.usd("123456789012345678.90"), hasLines: true,
        isCompletedByCancellation: true))
  }

  /// The same identifiers; all that may be absent is.
  static func sparse() throws -> [Record] {
    var account = try Fixtures.account()
    account.billToContact = nil
    return [
      .account(account),
      .contact(Contact(id: "CON-1", accountId: "ACC-1", name: "")),
      .order(Order(id: "ORD-1", accountId: "ACC-1", orderNumber: "77")),
      .billingScheduleGroup(
        BillingScheduleGroup(
          id: "GRP-1", accountId: "ACC-1", attributes: InvoicingAttributes())),
      .billingSchedule(try Fixtures.schedule("BS-1")),
      .billingContract(BillingContract(id: "BC-1", accountId: "ACC-1", name: "C")),
      .usageRecord(
        UsageRecord(
          id: "U-1", billingScheduleId: "BS-1", quantity: 0,
          usageDate: try Fixtures.date("2026-03-01"))),
      .billingSuspension(
        BillingSuspension(
          id: "SUS-1", target: .account("ACC-1"), suspendDate: try Fixtures.date("2026-01-01"))),
      .taxRate(
        TaxRate(
          id: "TR-1", country: "NO", taxCode: "std", name: "VAT", percent: 0,
          effectiveFrom: try Fixtures.date("2026-01-01"))),
      .sequencePolicy(
        SequencePolicy(id: "SP-1", mode: .gapless, pattern: "{SequenceValue}", isActive: false)),
      .taxTreatment(TaxTreatment(id: "TT-1", name: "None", isTaxable: false)),
      .paymentTerm(PaymentTerm(id: "PT-1", name: "At once", kind: .periodBased, days: 0)),
      .legalEntity(LegalEntity(id: "LE-1", name: "Seller", address: Fixtures.address)),
      .debitMemo(
        DebitMemo(
          id: "DM-1", accountId: "ACC-1", status: .draft, invoiceGenerationStatus: .none,
          currency: account.currency,
          lines: [DebitMemo.Line(name: "Support", quantity: 1, unitPrice: 1, amount: 1)])),
      .savedPaymentMethod(
        SavedPaymentMethod(id: "PM-1", accountId: "ACC-1", kind: .other, displayName: "Till")),
      .invoiceScheduler(
        InvoiceScheduler(
          id: "IS-1", name: "Once", status: .draft, rule: .once,
          startDate: try Fixtures.date("2026-01-01"), minuteOfDay: 0, timeZone: "UTC")),
      .holidayCalendar(HolidayCalendar(id: "HC-1", name: "", weekend: [])),
      .emailTemplate(EmailTemplate(id: "ET-1", name: "", subject: "", textBody: "")),
    ]
  }

  /// What an upsert of these records loads.
  static func needed(for records: [Record]) -> FactsNeeded {
    UpsertRecords(entries: records.map { .record($0) }).factsNeeded
  }

  /// The stored record of the same type and identifier.
  static func stored(_ record: Record, in facts: WorkingSet) -> Record? {
    facts.records.record(record.reference)
  }
}
