internal import Billing
internal import CivilTime
internal import Monetary
internal import Storage
internal import Testing

/// Taxes at an engine of invoices and credit memos of account ACC-1.
enum TaxFixtures {
  static func document(
    _ id: String, _ amount: String = "100.00", tax: String = "25.00"
  ) throws -> TaxedDocument {
    let line = TaxDocument.Line(
      id: "1", amount: try Fixtures.usd(amount), taxCode: "std", category: "S")
    return try TaxedDocument(
      TaxDocument(
        documentId: id, kind: .final, currency: line.amount.currency,
        date: try Fixtures.date("2026-02-01"), isExempt: false, shipTo: Fixtures.address,
        lines: [line]),
      TaxQuote(lines: [
        "1": [
          InvoiceLineTax(
            name: "VAT", code: "std", category: "S", rate: 25, amount: try Fixtures.usd(tax))
        ]
      ]))
  }

  /// With every member: lines with and without taxes, code, category and address; letters that JSON escapes.
  static func full(_ id: String) throws -> TaxedDocument {
    let currency = try #require(Currency(code: "KWD"))
    func line(_ id: String, _ amount: String, _ address: Address? = nil) throws -> TaxDocument.Line
    {
      TaxDocument.Line(
        id: id, amount: try Fixtures.money(amount, "KWD"), taxCode: address == nil ? nil : "a\"b",
        category: address == nil ? nil : "AE", address: address)
    }
    let home = Address(
      street: "1 \"Main\"\n", city: "Zürich 🌍", postalCode: "", state: "ZH", country: "CH")
    return try TaxedDocument(
      TaxDocument(
        documentId: id, kind: .final, currency: currency, date: try Fixtures.date("2026-12-31"),
        isExempt: true, shipTo: home,
        lines: [
          try line("2", "-0.001"), try line("1", "123456789012345.678", home),
          try line("x", "0.000", Fixtures.address),
        ]),
      TaxQuote(lines: [
        "1": [
          InvoiceLineTax(
            name: "City\\", code: "c", category: "S", rate: try Fixtures.decimal("7.125"),
            amount: try Fixtures.money("0.000", "KWD")),
          InvoiceLineTax(
            name: "", code: "d", category: "Z", rate: 0,
            amount: try Fixtures.money("-0.005", "KWD")),
        ], "2": [], "x": [],
      ]))
  }

  static func opened(
    _ subject: TaxTransaction.Subject, _ document: TaxedDocument? = nil, after seconds: Int64 = 0
  ) throws -> TaxEffects.Opened {
    let document = try document ?? self.document(subject.record.id)
    return TaxEffects.Opened(
      transaction: TaxTransaction(
        of: subject, accountId: "ACC-1", total: document.total,
        at: Fixtures.later(seconds: seconds)),
      document: document)
  }

  /// Of a posted invoice with a line of 100.00 and its tax.
  static func invoice(_ id: Invoice.ID, status: InvoiceStatus = .posted) throws -> Invoice {
    var invoice = try LedgerFixtures.invoice(id, "100.00")
    invoice.lines[0].taxes = [
      InvoiceLineTax(
        name: "VAT", code: "std", category: "S", rate: 25, amount: try Fixtures.usd("25.00"))
    ]
    invoice.totalTaxAmount = try Fixtures.usd("25.00")
    invoice.totalAmountWithTax = try Fixtures.usd("125.00")
    invoice.payable = invoice.totalAmountWithTax
    invoice.balance = invoice.totalAmountWithTax
    invoice.areTaxesQuoted = true
    invoice.status = status
    return invoice
  }
}

extension StoreSession {
  func open(_ opened: TaxEffects.Opened...) throws(StoreError) {
    var effects = TaxEffects()
    effects.opened = opened
    try write(taxes: [effects])
  }

  func write(taxes: [TaxEffects]) throws(StoreError) {
    try transaction { transaction throws(StoreError) in try transaction.write(taxes) }
  }

  /// What a request makes of a stored transaction.
  func apply(
    _ transition: TaxTransition, to id: TaxTransaction.ID, at now: UTCInstant
  ) throws(StoreError) {
    var needed = FactsNeeded()
    needed.taxes.transactions = [id]
    let wanted = needed
    try transaction { transaction throws(StoreError) in
      guard let stored = try transaction.load(wanted).facts.taxes.transactions[id] else { return }
      var effects = TaxEffects()
      effects.changed = [stored.applying(transition, at: now)]
      try transaction.write([effects])
    }
  }

  /// What the relay makes of answers.
  @discardableResult
  func settle(
    _ answers: [AnsweredTax], at now: UTCInstant
  ) throws(StoreError) -> [SettledTax] {
    try transaction { transaction throws(StoreError) in
      try transaction.settle(answers, at: now)
    }
  }
}
