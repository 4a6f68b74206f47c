import Billing
import CivilTime
import Monetary
import Testing

/// Invoices as pages are made of: each differs from the plain one in what a test is about.
enum SampleInvoice {
  static let seller = Invoice.Seller(
    name: "Northlight Software GmbH",
    address: Address(street: "Hafenstr. 1", city: "Hamburg", postalCode: "20457", country: "DE"),
    taxRegistrationNumber: "12/345/67890")

  /// Posted, of Northlight's to Contoso; taxed by 19 % where nothing else is said.
  static func invoice(
    _ lines: [Line], currency code: String = "EUR", locale: String? = nil,
    _ change: (inout Invoice) -> Void = { _ in }
  ) throws -> Invoice {
    let currency = try #require(Currency(code: code))
    var made: [InvoiceLine] = []
    var total = Money.zero(currency)
    var tax = Money.zero(currency)
    for (index, line) in lines.enumerated() {
      let amount = try #require(Money(exactly: line.amount, currency: currency))
      let share = try #require(Money(exactly: line.tax, currency: currency))
      var invoiceLine = InvoiceLine(
        id: "i-\(index + 1)", name: line.name,
        period: line.isDated
          ? CivilPeriod(first: try date("2026-11-01"), last: try date("2026-11-30")) : nil,
        quantity: line.quantity, unitPrice: line.price, amount: amount,
        taxProcessingStatus: .posted)
      invoiceLine.type = line.type
      if let rate = line.rate {
        invoiceLine.taxes = [
          InvoiceLineTax(name: "VAT", code: "VAT", category: "S", rate: rate, amount: share)
        ]
      }
      made.append(invoiceLine)
      total = try total.adding(amount)
      tax = try tax.adding(share)
    }
    let whole = try total.adding(tax)
    var invoice = Invoice(
      id: "i", number: "INV-2026-000017", status: .posted, accountId: "A-1",
      accountName: "Contoso GmbH", seller: seller, currency: currency,
      invoiceDate: try date("2026-11-30"), dueDate: try date("2026-12-30"),
      postedDate: try date("2026-11-30"),
      billToContact: .init(contactId: nil, name: "Kim Payer", email: "kim@example.com"),
      groupingKey: "", lines: made,
      billingAddress: Address(
        street: "Ringstr. 5", city: "Berlin", postalCode: "10115", country: "DE"),
      totalAmount: total, totalTaxAmount: tax, totalAmountWithTax: whole, balance: whole,
      request: RequestKey(source: "test", identifier: "r"))
    var details = SellerDetails()
    details.vatId = "DE123456789"
    details.iban = "DE89370400440532013000"
    details.bic = "COBADEFFXXX"
    details.locale = locale
    details.contact = SellerContact(
      name: "Billing desk", phone: "+49 40 1234", email: "billing@northlight.example")
    var buyer = BuyerDetails()
    buyer.vatId = "DE987654321"
    buyer.buyerReference = "04011000-12345-67"
    invoice.document = DocumentSnapshot(seller: details, buyer: buyer)
    change(&invoice)
    return invoice
  }

  struct Line {
    var name: String
    var quantity: ExactDecimal = 1
    var price: ExactDecimal
    var amount: ExactDecimal
    var tax: ExactDecimal = 0
    /// nil: not taxed.
    var rate: ExactDecimal? = 19
    var type = InvoiceLine.Kind.charge
    var isDated = true
  }

  static func decimal(_ text: String) throws -> ExactDecimal {
    try #require(ExactDecimal(wire: text))
  }

  static func date(_ text: String) throws -> CivilDate {
    try #require(CivilDate(iso8601: text))
  }

  static func plain() throws -> Invoice {
    try invoice([
      Line(name: "Platform", quantity: 10, price: 125, amount: 1_250, tax: decimal("237.50")),
      Line(name: "Support", price: 50, amount: 50, tax: decimal("9.50")),
    ])
  }

  /// As many lines of 12.50 as are asked for.
  static func long(_ count: Int) throws -> Invoice {
    let line = Line(
      name: "Platform subscription", price: try decimal("12.50"), amount: try decimal("12.50"),
      tax: try decimal("2.38"))
    return try invoice(Array(repeating: line, count: count))
  }
}
