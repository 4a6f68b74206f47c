import Billing
import CivilTime
import Digest
import Messages
import Monetary

/// What the encoders are given in tests.
enum EventSamples {
  static let key = RequestKey(source: "crm", identifier: "r-1")
  static let received = UTCInstant(microsecondsSince1970: 1_795_000_000_000_001)
  static let completed = UTCInstant(microsecondsSince1970: 1_795_000_000_250_000)
  static let trace = TraceContext(
    traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", tracestate: "v=1")

  static let header = IdentifiedHeader(
    key: key, type: "invoice.generate.v1", correlationId: "c-1",
    requestedBy: RequestedBy(userId: "u-17", email: "ops@example.com"),
    bodySHA256: SHA256Digest.of(Array("body".utf8)), trace: trace)

  static func money(_ text: String, _ code: String = "USD") -> Money {
    guard let currency = Currency(code: code), let decimal = ExactDecimal(wire: text),
      let money = Money(exactly: decimal, currency: currency)
    else { preconditionFailure("\(text) \(code) is an amount") }
    return money
  }

  static func period(_ from: String, _ to: String) -> CivilPeriod {
    guard
      let period = CivilPeriod(from: RecordSamples.date(from), to: RecordSamples.date(to))
    else { preconditionFailure("\(from) is before \(to)") }
    return period
  }

  static let invoice = Invoice(
    id: "I-1", number: "INV-2026-000042", status: .posted, accountId: "ACC-1001",
    accountName: "Nordlys AS",
    seller: Invoice.Seller(
      name: "Seller",
      address: Address(
        street: "Main 1", city: "Oslo", postalCode: "0150", state: nil, country: "NO"),
      taxRegistrationNumber: "NO-1"),
    billingContractId: "BC-1",
    currency: RecordSamples.currency, invoiceDate: RecordSamples.date("2026-12-01"),
    dueDate: RecordSamples.date("2026-12-31"), postedDate: RecordSamples.date("2026-11-20"),
    billToContact: Invoice.BillTo(contactId: "C-1", name: "A. \"Payable\"", email: nil),
    paymentTermId: "net30", legalEntityId: "LE-1", groupingKey: "ACC-1001|C-1",
    lines: [
      InvoiceLine(
        id: "I-1-1", billingScheduleId: "BS-2", orderId: "ORD-77", orderItemId: "OI-1",
        name: "Støtte", period: period("2026-11-01", "2026-12-01"),
        quantity: RecordSamples.decimal("1.50"), unitPrice: RecordSamples.decimal("93.3333"),
        unitOfMeasure: "HUR", amount: money("140"), taxProcessingStatus: .posted,
        taxes: [
          InvoiceLineTax(
            name: "VAT", code: "VAT", category: "S", rate: 25, amount: money("35"))
        ]),
      InvoiceLine(
        id: "I-1-2", billingScheduleId: "BS-1", name: "Credit",
        period: period("2026-12-01", "2026-12-02"), quantity: 1, unitPrice: -5,
        amount: money("-5"), taxProcessingStatus: .posted),
    ],
    billingAddress: Address(
      street: "Main 1", city: "Oslo", postalCode: "0150", state: nil, country: "NO"),
    shippingAddress: Address(
      street: "Dock 2", city: "Bergen", postalCode: "5003", state: "Vestland", country: "NO"),
    totalAmount: money("135"), totalTaxAmount: money("35"), totalAmountWithTax: money("170"),
    balance: money("170"), request: key)

  static let fault = Fault(
    code: .taxRateNotFound, message: "No rate.",
    source: RecordReference(type: .billingSchedule, id: "BS-9"))
}
