import JSON
import Messages

/// What stands in examples: values that people recognise, by the name of the member, else by what it may be.
enum ExampleValues {
  /// A value of the kind; `number` tells one element of a list from the next. nil of what has parts.
  static func value(named name: String, _ kind: FieldKind, number: Int = 0) -> JSONTree? {
    switch kind {
    case .object, .variants, .list: nil
    case .either(let kinds): kinds.first.flatMap { value(named: name, $0, number: number) }
    case .choice(let names): names.isEmpty ? nil : .string(choice(named: name, names, number))
    case .flag: true
    case .date: .string(dates[name] ?? "2026-12-01")
    case .integer(let range): integer(named: name, range)
    case .currency: "EUR"
    case .decimal: .string(decimals[name] ?? "100.00")
    case .identifier: .string(identifier(named: name, number))
    case .text(let shape): .string(text(named: name, shape, number))
    }
  }

  /// An object whose members must fit each other; nil where its table says enough.
  static func object(named name: String) -> JSONTree? {
    name == "electronicAddress" ? ["scheme": "0088", "id": "4012345000009"] : nil
  }

  private static func choice(named name: String, _ names: [String], _ number: Int) -> String {
    if let usual = choices[name], names.contains(usual), number == 0 { return usual }
    return names[number % names.count]
  }

  private static func integer(named name: String, _ range: ClosedRange<Int64>) -> JSONTree {
    let wanted = integers[name] ?? max(1, range.lowerBound)
    return .number(String(range.contains(wanted) ? wanted : range.lowerBound))
  }

  private static func identifier(named name: String, _ number: Int) -> String {
    if let usual = identifiers[name] { return number == 0 ? usual : "\(usual)-\(number + 1)" }
    // accountIds, excludeAccountIds: lists of what the singular names.
    if name.hasSuffix("Ids"), let usual = identifiers[String(name.dropLast())] { return usual }
    return "\(name.hasSuffix("Id") ? name.dropLast(2) : name[...])-\(number + 1)"
  }

  private static func text(named name: String, _ shape: TextShape, _ number: Int) -> String {
    switch shape.format {
    case .countryCode: return "DE"
    case .taxCategoryCode: return "S"
    case .emailAddress: return number == 0 ? "ap@example.com" : "ap\(number + 1)@example.com"
    case .timeOfDay: return "06:30"
    case .lastFourDigits: return "4242"
    case .month: return "2028-04"
    case .image: return image
    case nil: break
    }
    let usual = texts[name] ?? "Example"
    return usual.unicodeScalars.count <= shape.length.upperBound
      ? usual : String(usual.prefix(shape.length.upperBound))
  }

  /// A PNG of one pixel.
  private static let image =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNgAAAAAgAB5Sfe/AAAAABJRU5ErkJggg=="

  private static let identifiers = [
    "id": "ID-1001", "accountId": "ACC-1001", "billingAccountId": "ACC-1001",
    "excludeAccountId": "ACC-9009", "orderId": "ORD-77", "orderItemId": "ORD-77-1",
    "billingScheduleId": "BS-1001", "billingContractId": "CON-1",
    "billingScheduleGroupId": "BSG-1", "parentGroupId": "BSG-0", "suspensionId": "SUS-1",
    "invoiceId": "INV-ID-1", "creditMemoId": "CM-1", "paymentId": "PAY-1001",
    "applicationId": "APP-1", "refundId": "REF-1001", "reversalId": "REV-1001",
    "invoiceRunId": "RUN-2026-12", "legalEntityId": "LE-1", "paymentTermId": "NET-30",
    "taxTreatmentId": "STANDARD", "billToContactId": "CT-1", "emailTemplateId": "TPL-1",
    "savedPaymentMethodId": "PM-1", "holidayCalendarId": "HOL-DE", "taskId": "TASK-1",
    "emailId": "EM-1",
  ]

  private static let texts = [
    "id": "a1", "exemptionReasonCode": "VATEX-EU-132",
    "exemptionReason": "Exempt, Article 132", "name": "Support", "productName": "Support",
    "orderNumber": "2026-000077",
    "description": "November", "reason": "wrong price", "reasonCode": "WrongPrice",
    "street": "Speicherstadt 4", "city": "Hamburg", "postalCode": "20457", "state": "HH",
    "region": "HH", "unitOfMeasure": "HUR", "taxCode": "STANDARD", "currency": "EUR",
    "taxRegistrationNumber": "DE811907980", "vatId": "DE811907980",
    "iban": "DE89370400440532013000",
    "bic": "COBADEFFXXX", "locale": "de-DE", "pattern": "INV-{SequenceValue}",
    "invoiceNumber": "ERP-2026-000123", "uniqueIdentifier": "ERP-2026-000123",
    "purchaseOrderNumber": "PO-4711", "invoiceRunMatchingValue": "monthly",
    "matchingValues": "monthly", "timeZone": "Europe/Oslo", "userId": "u-17",
    "correlationId": "order-77", "subject": "Invoice {{invoice.number}}",
    "textBody": "Dear customer, please find invoice {{invoice.number}} attached.",
    "htmlBody": "<p>Please find invoice {{invoice.number}} attached.</p>",
    "displayName": "Visa ending in 4242", "token": "tok_1", "message": "done",
    "messageId": "<EM-1@example.com>", "diagnostic": "550 unknown user", "method": "Transfer",
    "reference": "RF18539007547034", "customInvoiceGroupKey": "project-7", "scheme": "0088",
    "label": "a1", "lineId": "l1", "invoiceLineId": "l1", "phone": "+49 40 1234",
    "billingAddressId": "a1", "shippingAddressId": "a1", "taxCurrency": "EUR",
    "typeCode": "380", "code": "S",
    "sha256":
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "url": "https://example.com/document", "date": "2026-11-01", "deliveryDate": "2026-11-30",
    "taxPointDate": "2026-11-30", "periodStartDate": "2026-11-01", "periodEndDate": "2026-11-30",
  ]

  private static let dates = [
    "invoiceDate": "2026-12-01", "startDate": "2026-11-01", "endDate": "2027-10-31",
    "dueDate": "2026-12-31", "postedDate": "2026-12-01", "resumeDate": "2027-02-01",
    "effectiveFrom": "2026-01-01", "effectiveTo": "2026-12-31",
    "cancellationDate": "2027-06-01", "billedThroughDate": "2026-11-30",
    "anchorDate": "2026-11-01", "milestoneDate": "2026-12-15", "receivedDate": "2026-11-20",
    "refundDate": "2026-11-20", "reversalDate": "2026-11-20", "creditDate": "2026-11-20",
    "usageDate": "2026-12-03", "effectiveDate": "2026-11-20",
  ]

  private static let decimals = [
    "quantity": "2", "unitPrice": "100.00", "billingPeriodAmount": "200.00",
    "chargeAmount": "200.00", "amount": "200.00", "percent": "19", "rate": "19", "taxRate": "19",
    "priceBaseQuantity": "1", "weight": "50", "upTo": "1000", "flatFee": "10.00",
    "includedQuantity": "100", "prepaidAmount": "0.00", "payableRounding": "0.00",
    "totalAmount": "2400.00", "lines": "200.00", "allowances": "0.00", "charges": "0.00",
    "taxExclusive": "200.00", "tax": "38.00", "taxInclusive": "238.00", "payable": "238.00",
    "taxableAmount": "200.00", "taxAmount": "38.00",
  ]

  private static let integers: [String: Int64] = [
    "days": 30, "revision": 1, "billingTerm": 1, "billDayOfMonth": 1, "minimumDigits": 6,
    "startValue": 1, "periods": 3, "expectedVersion": 1, "dayOfMonth": 1,
  ]

  private static let choices = [
    "billingMethod": "Evergreen", "billingTermUnit": "Month", "status": "Draft",
    "action": "Draft", "frequency": "Monthly", "kind": "PeriodBased", "type": "Order",
  ]
}
