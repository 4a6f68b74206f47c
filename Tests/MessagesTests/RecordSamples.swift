import Billing
import CivilTime
import Monetary
import Testing

/// One record of every type, with every field this version takes.
enum RecordSamples {
  private typealias Field = RecordSample.Field

  static let all: [RecordSample] = [
    account, contact, legalEntity, paymentTerm, taxTreatment, taxRate, sequencePolicy, usage,
    contract, order,
    group,
    schedule,
    suspension, debitMemo, calendar, scheduler, emailTemplate, paymentMethod,
  ]

  private static let addressText =
    #"{"street": "Main 1", "city": "Oslo", "postalCode": "0150", "state": "Viken", "country": "NO"}"#
  private static let address = Address(
    street: "Main 1", city: "Oslo", postalCode: "0150", state: "Viken", country: "NO")

  static func date(_ text: String) -> CivilDate {
    CivilDate(iso8601: text) ?? CivilDate(daysSince1970: 0)
  }

  static func decimal(_ text: String) -> ExactDecimal { ExactDecimal(wire: text) ?? 0 }

  private static let id = Field(name: "id", json: #""X-1""#, isRequired: true)
  private static let revision = Field(name: "revision", json: "7")

  static let sequencePolicy = RecordSample(
    type: "SequencePolicy",
    fields: [
      id,
      Field(name: "legalEntityId", json: #""L""#),
      Field(name: "target", json: #""CreditMemo""#),
      Field(name: "mode", json: #""Basic""#, isRequired: true),
      Field(name: "pattern", json: #""{SequenceValue}/X""#, isRequired: true),
      Field(name: "dateStampFormat", json: #""MM-dd-yyyy""#),
      Field(name: "startValue", json: "100"),
      Field(name: "minimumDigits", json: "6"),
      Field(name: "isActive", json: "true", isRequired: true),
      revision,
    ],
    record: .sequencePolicy(
      SequencePolicy(
        id: "X-1", legalEntityId: "L", mode: .basic, pattern: "{SequenceValue}/X",
        dateStampFormat: .day, startValue: 100, minimumDigits: 6, isActive: true,
        target: .creditMemo, revision: 7)))

  static let usage = RecordSample(
    type: "UsageRecord",
    fields: [
      id,
      Field(name: "billingScheduleId", json: #""S""#, isRequired: true),
      Field(name: "quantity", json: #""1.5""#, isRequired: true),
      Field(name: "usageDate", json: #""2026-02-28""#, isRequired: true),
      revision,
    ],
    record: .usageRecord(
      UsageRecord(
        id: "X-1", billingScheduleId: "S", quantity: decimal("1.5"),
        usageDate: date("2026-02-28"), revision: 7)))

  static let contract = RecordSample(
    type: "BillingContract",
    fields: [
      id,
      Field(name: "accountId", json: #""A""#, isRequired: true),
      Field(name: "name", json: #""Cloud""#, isRequired: true),
      Field(name: "contractType", json: #""CSP""#),
      Field(name: "billingPolicy", json: #""Monthly""#),
      Field(name: "invoiceOneTimeImmediately", json: "true"),
      Field(name: "automation", json: #"{"charge": true, "send": true}"#, isRequired: true),
      revision,
    ],
    record: .billingContract(
      BillingContract(
        id: "X-1", accountId: "A", name: "Cloud", contractType: "CSP", billingPolicy: "Monthly",
        invoicesOneTimeImmediately: true, automation: [.charge, .send], revision: 7)))

  static let account = RecordSample(
    type: "Account",
    fields: [
      id,
      Field(name: "name", json: #""Ærø A/S""#, isRequired: true),
      Field(name: "currency", json: #""USD""#, isRequired: true),
      Field(name: "billToContact", json: #"{"name": "A. Payable", "email": "ap@example.com"}"#),
      Field(name: "billingAddress", json: addressText, isRequired: true),
      Field(name: "shippingAddress", json: addressText),
      Field(name: "paymentTermId", json: #""net30""#),
      Field(name: "legalEntityId", json: #""LE""#),
      Field(name: "taxExempt", json: "true"),
      Field(name: "convertNegativeLines", json: "true"),
      Field(name: "applyCredits", json: "true"),
      Field(name: "applyPayments", json: "true"),
    ] + RecordSample.buyerFields + [RecordSample.accountEmailField, revision],
    record: .account(
      Account(
        id: "X-1", name: "Ærø A/S", currency: currency,
        billToContact: .named(name: "A. Payable", email: "ap@example.com"),
        billingAddress: address, shippingAddress: address, paymentTermId: "net30",
        legalEntityId: "LE", isTaxExempt: true, convertNegativeLines: true, applyCredits: true,
        applyPayments: true, revision: 7
      ).withSampleDetails))

  static let contact = RecordSample(
    type: "Contact",
    fields: [
      id,
      Field(name: "accountId", json: #""A""#, isRequired: true),
      Field(name: "name", json: #""Kari""#, isRequired: true),
      Field(name: "email", json: #""kari@example.com""#),
      revision,
    ],
    record: .contact(
      Contact(id: "X-1", accountId: "A", name: "Kari", email: "kari@example.com", revision: 7)))

  static let legalEntity = RecordSample(
    type: "LegalEntity",
    fields: [
      id,
      Field(name: "name", json: #""Seller""#, isRequired: true),
      Field(name: "address", json: addressText, isRequired: true),
      Field(name: "taxRegistrationNumber", json: #""NO 123 456""#),
      Field(name: "isDefault", json: "true"),
    ] + RecordSample.sellerFields + [RecordSample.entityEmailField, revision],
    record: .legalEntity(
      LegalEntity(
        id: "X-1", name: "Seller", address: address, taxRegistrationNumber: "NO 123 456",
        isDefault: true, revision: 7
      ).withSampleDetails))

  static let paymentTerm = RecordSample(
    type: "PaymentTerm",
    fields: [
      id,
      Field(name: "name", json: #""Net 30""#, isRequired: true),
      Field(name: "kind", json: #""EndOfMonthPlus""#, isOneOfSeveral: true),
      Field(name: "days", json: "30", isOneOfSeveral: true),
      Field(name: "isDefault", json: "true"),
      revision,
    ],
    record: .paymentTerm(
      PaymentTerm(
        id: "X-1", name: "Net 30", kind: .endOfMonthPlus, days: 30, isDefault: true, revision: 7)))

  static let taxTreatment = RecordSample(
    type: "TaxTreatment",
    fields: [
      id,
      Field(name: "name", json: #""Reduced""#, isRequired: true),
      Field(name: "isTaxable", json: "false", isRequired: true),
      Field(name: "taxCode", json: #""VAT-R""#),
      Field(name: "taxCategory", json: #""AA""#),
      Field(name: "isDefault", json: "true"),
    ] + RecordSample.exemptionFields + [revision],
    record: .taxTreatment(
      TaxTreatment(
        id: "X-1", name: "Reduced", isTaxable: false, taxCode: "VAT-R", taxCategory: "AA",
        isDefault: true, revision: 7
      ).withSampleReasons))

  static let taxRate = RecordSample(
    type: "TaxRate",
    fields: [
      id,
      Field(name: "country", json: #""NO""#, isRequired: true),
      Field(name: "region", json: #""Viken""#),
      Field(name: "taxCode", json: #""VAT""#, isRequired: true),
      Field(name: "name", json: #""VAT 25 %""#, isRequired: true),
      Field(name: "percent", json: #""25.0""#, isRequired: true),
      Field(name: "effectiveFrom", json: #""2020-01-01""#, isRequired: true),
      Field(name: "effectiveTo", json: #""2030-12-31""#),
      revision,
    ],
    record: .taxRate(
      TaxRate(
        id: "X-1", country: "NO", region: "Viken", taxCode: "VAT", name: "VAT 25 %", percent: 25,
        effectiveFrom: date("2020-01-01"), effectiveTo: date("2030-12-31"), revision: 7)))

  static let order = RecordSample(
    type: "Order",
    fields: [
      id,
      Field(name: "accountId", json: #""A""#, isRequired: true),
      Field(name: "orderNumber", json: #""00000123""#, isRequired: true),
      Field(name: "purchaseOrderNumber", json: #""PO-1""#),
      revision,
    ],
    record: .order(
      Order(id: "X-1", accountId: "A", orderNumber: "00000123", revision: 7).withSampleNumber))

  private static let attributeFields = [
    Field(name: "billToContactId", json: #""C""#),
    Field(name: "paymentTermId", json: #""T""#),
    Field(name: "legalEntityId", json: #""LE""#),
    Field(name: "taxTreatmentId", json: #""TT""#),
    Field(name: "savedPaymentMethodId", json: #""PM""#),
    Field(name: "invoiceGroupType", json: #""BillingSchedule""#),
    Field(name: "customInvoiceGroupKey", json: #"" K ""#),
  ]
  private static let attributes = InvoicingAttributes(
    billToContactId: "C", paymentTermId: "T", legalEntityId: "LE", taxTreatmentId: "TT",
    savedPaymentMethodId: "PM", invoiceGroupType: .billingSchedule, customInvoiceGroupKey: " K ")

  static let group = RecordSample(
    type: "BillingScheduleGroup",
    fields: [
      id,
      Field(name: "accountId", json: #""A""#, isRequired: true),
      Field(name: "orderId", json: #""O""#),
    ] + attributeFields + [revision],
    record: .billingScheduleGroup(
      BillingScheduleGroup(
        id: "X-1", accountId: "A", orderId: "O", attributes: attributes, revision: 7)))

  static let schedule = RecordSample(
    type: "BillingSchedule",
    fields: [
      id,
      Field(name: "accountId", json: #""A""#, isRequired: true),
      Field(name: "orderId", json: #""O""#),
      Field(name: "orderItemId", json: #""OI""#),
      Field(name: "billingScheduleGroupId", json: #""G""#),
      Field(name: "productName", json: #""Support""#, isRequired: true),
      Field(name: "category", json: #""Original""#),
      Field(name: "billingMethod", json: #""Evergreen""#, isRequired: true),
      Field(name: "billingType", json: #""Arrears""#),
      Field(name: "billingTermUnit", json: #""Quarter""#, isRequired: true),
      Field(name: "billingTerm", json: "2"),
      Field(name: "startDate", json: #""2026-01-31""#, isRequired: true),
      Field(name: "quantity", json: "1.50", isRequired: true),
      Field(name: "unitPrice", json: #""33.3333""#, isRequired: true),
      Field(name: "unitOfMeasure", json: #""HUR""#),
      Field(name: "billingPeriodAmount", json: #""50.00""#, isRequired: true),
      Field(name: "periodBoundary", json: #""LastDayOfPeriod""#),
      Field(name: "partialPeriodsAllowed", json: "false"),
    ] + attributeFields + [
      Field(name: "cancellationDate", json: #""2028-01-01""#),
      Field(name: "billedThroughDate", json: #""2026-02-28""#),
      Field(name: "invoiceRunMatchingValue", json: #""Batch 2""#),
      revision,
    ],
    record: .billingSchedule(everyField))

  private static var everyField: BillingSchedule {
    var schedule = BillingSchedule(
      id: "X-1", accountId: "A", orderId: "O", orderItemId: "OI", billingScheduleGroupId: "G",
      productName: "Support", billingMethod: .evergreen, billingType: .arrears,
      billingTermUnit: .quarter, billingTerm: 2, startDate: date("2026-01-31"),
      quantity: decimal("1.5"), unitPrice: decimal("33.3333"), unitOfMeasure: "HUR",
      billingPeriodAmount: decimal("50"), periodBoundary: .lastDayOfPeriod,
      arePartialPeriodsAllowed: false, attributes: attributes,
      cancellationDate: date("2028-01-01"), billedThroughDate: date("2026-02-28"), revision: 7)
    schedule.runMatchingValue = "Batch 2"
    return schedule
  }

  static let suspension = RecordSample(
    type: "BillingSuspension",
    fields: [
      id,
      Field(name: "accountId", json: #""A""#),
      Field(name: "suspendDate", json: #""2026-01-01""#, isRequired: true),
      Field(name: "resumeDate", json: #""2026-02-01""#),
      revision,
    ],
    record: .billingSuspension(
      BillingSuspension(
        id: "X-1", target: .account("A"), suspendDate: date("2026-01-01"),
        resumeDate: date("2026-02-01"), revision: 7)))

  static let debitMemo = RecordSample(
    type: "DebitMemo",
    fields: [
      id,
      Field(name: "accountId", json: #""A""#, isRequired: true),
      Field(name: "status", json: #""Posted""#, isRequired: true),
      Field(
        name: "invoiceGenerationStatus", json: #""ReadyForInvoiceGeneration""#, isRequired: true),
      Field(name: "currency", json: #""USD""#, isRequired: true),
      Field(
        name: "lines",
        json: #"[{"name": "Repair", "quantity": 2, "unitPrice": "5", "amount": "10.00"}]"#,
        isRequired: true),
      revision,
    ],
    record: .debitMemo(
      DebitMemo(
        id: "X-1", accountId: "A", status: .posted,
        invoiceGenerationStatus: .readyForInvoiceGeneration, currency: currency,
        lines: [
          DebitMemo.Line(
            name: "Repair", quantity: decimal("2"), unitPrice: decimal("5"),
            amount: decimal("10"))
        ], revision: 7)))

  static let currency: Currency = {
    guard let currency = Currency(code: "USD") else { preconditionFailure("USD is listed") }
    return currency
  }()
}
