import Billing
import CivilTime
import JSON
import Monetary
import Storage
import Testing

@testable import invoice_worker

/// What `invoices list` and `invoices show` say of an invoice.
@Suite("Invoices for people")
struct InvoiceTextTests {
  private func decimal(_ text: String) throws -> ExactDecimal {
    try #require(ExactDecimal(wire: text))
  }

  private func money(_ text: String) throws -> Money {
    let euro = try #require(Currency(code: "EUR"))
    return try #require(Money(exactly: try decimal(text), currency: euro))
  }

  private func date(_ text: String) throws -> CivilDate { try #require(CivilDate(iso8601: text)) }

  private func line(
    _ id: String, _ name: String, of schedule: BillingSchedule.ID?, parent: String? = nil,
    quantity: String = "1", price: String = "50", amount: String = "50.00",
    usage: LineUsage? = nil, ingested: IngestedLineDetails? = nil
  ) throws -> InvoiceLine {
    InvoiceLine(
      id: id, parentLineId: parent, billingScheduleId: schedule, name: name,
      period: CivilPeriod(from: try date("2026-11-01"), to: try date("2026-12-01")),
      quantity: try decimal(quantity), unitPrice: try decimal(price), unitOfMeasure: "HUR",
      amount: try money(amount), taxProcessingStatus: .posted, usage: usage, ingested: ingested)
  }

  private func invoice(_ lines: [InvoiceLine], ingested: IngestedDetails? = nil) throws -> Invoice {
    Invoice(
      id: "I-1", number: "N-1", status: .posted,
      creationMode: ingested == nil ? .generated : .external, accountId: "A",
      accountName: "Nordlys AS", billingContractId: ingested == nil ? "BC-1" : nil,
      currency: try #require(Currency(code: "EUR")), invoiceDate: try date("2026-12-01"),
      dueDate: try date("2026-12-31"), billToContact: .init(contactId: nil, name: "P", email: nil),
      groupingKey: "", lines: lines,
      billingAddress: Address(street: "S", city: "C", postalCode: "1", state: nil, country: "NO"),
      totalAmount: try money("21.19"), totalTaxAmount: try money("0.00"),
      totalAmountWithTax: try money("21.19"),
      balance: try money(ingested?.documentType == .creditNote ? "-21.19" : "21.19"),
      request: RequestKey(source: "", identifier: "r"), ingested: ingested)
  }

  private func text(_ invoice: Invoice, _ surroundings: InvoiceSurroundings = .init()) throws
    -> String
  {
    InvoiceText(invoice: invoice, surroundings: surroundings, today: try date("2026-12-31"))
      .text(width: nil)
  }

  @Test("Tasks are listed with what became of them; of very many it is said that some are not")
  func tasks() throws {
    var surroundings = InvoiceSurroundings()
    var task = InvoiceTask(
      id: "T-1", invoiceId: "I-1", kind: .charge,
      requestedAt: UTCInstant(microsecondsSince1970: 1_796_083_200_000_000),
      request: RequestKey(source: "", identifier: "r"))
    task.amount = try money("21.19")
    task.status = .failed
    task.message = "card declined"
    surroundings.tasks = [task]
    let shown = try text(try invoice([]), surroundings)
    for part in ["Charge", "Failed", "2026-12-01", "21.19", "T-1", "card declined"] {
      #expect(shown.contains(part), "\(part)\n\(shown)")
    }
    #expect(!shown.contains("earlier ones are not shown"))
    surroundings.hasEarlierTasks = true
    let cut = try text(try invoice([]), surroundings)
    #expect(cut.contains("The latest 1000 tasks; earlier ones are not shown."))
  }

  @Test("What a tax engine's books say of an invoice is on a line of its own, and a member in JSON")
  func taxEngine() throws {
    let now = UTCInstant(microsecondsSince1970: 1_796_083_200_000_000)
    let posted = TaxTransaction(
      of: .invoice("I-1"), accountId: "A-1", total: try money("5.30"), at: now)
    var surroundings = InvoiceSurroundings()
    surroundings.tax = posted.applying(.begun, at: now)
      .applying(.commitAnswered(.away(reason: "it answers with status 503")), at: now)
    let waiting = try text(try invoice([]), surroundings)
    #expect(
      waiting.contains(
        "ToCommit since 2026-12-01 00:00:00Z, 1 call, next 2026-12-01 00:00:10Z: it answers with status 503"
      ), "\(waiting)")
    let failed = posted.applying(
      .commitAnswered(.variance(transactionId: "T-1", committedTax: try money("5.29"))), at: now)
    surroundings.tax = failed
    let shown = try text(try invoice([]), surroundings)
    for part in ["Failed since", "TAX_COMMIT_VARIANCE", "transaction T-1", "5.29 instead of 5.30"] {
      #expect(shown.contains(part), "\(part)\n\(shown)")
    }
    #expect(!(try text(try invoice([])).contains("Tax engine")))

    var writer = JSONWriter()
    writer.beginObject()
    writer.taxTransaction(nil)
    writer.taxTransaction(failed)
    writer.endObject()
    let json = String(decoding: writer.bytes, as: UTF8.self)
    #expect(json.hasPrefix(#"{"taxTransaction":{"state":"Failed","#), "\(json)")
    #expect(json.contains(#""committedTax":"5.29","attempts":0,"nextAttemptAt":null"#), "\(json)")
  }

  @Test("CLI 6, 29: usage, tiers and prices with the currency's digits")
  func usage() throws {
    let rate = LineUsage(
      consumedQuantity: 150, includedQuantity: 100, overageQuantity: 50,
      price: UsagePrice(unitPrice: try decimal("0.25"), mode: nil, tiers: []))
    let tiered = LineUsage(
      consumedQuantity: 7, includedQuantity: 0, overageQuantity: 7,
      price: UsagePrice(
        unitPrice: 0, mode: .graduated,
        tiers: [
          UsageTier(upTo: 5, unitPrice: 2, flatFee: 1),
          UsageTier(upTo: nil, unitPrice: try decimal("0.125")),
        ]))
    let shown = try text(
      try invoice([
        try line("1", "Calls", of: "S", price: "0.25", amount: "12.50", usage: rate),
        try line("2", "Storage", of: "T", usage: tiered),
        try line("3", "Seats", of: "U", price: "99.9"),
      ]))
    for part in [
      "consumed 150, included 100, overage 50",
      "graduated tiers: to 5 at 2.00 and 1.00 once, beyond at 0.125", " 99.90 ", " HUR ",
    ] {
      #expect(shown.contains(part), "\(shown)")
    }
  }

  @Test("CLI 7: base quantity, allowances, prepaid, rounding and description explain the amounts")
  func ingested() throws {
    var document = try invoice(
      [
        try line(
          "1", "Support", of: nil, quantity: "30", price: "99", amount: "247.00",
          ingested: IngestedLineDetails(
            priceBaseQuantity: 10,
            allowances: [AmountWithReason(amount: 50, reason: "loyalty")],
            charges: [AmountWithReason(amount: 5)]))
      ],
      ingested: IngestedDetails(
        documentType: .invoice, uniqueIdentifier: "ERP-1",
        referenceEntity: nil, prepaidAmount: try money("355.07"),
        payableRounding: try money("0.02"),
        seller: DocumentSeller(id: "DE-9", name: "Werk", vatId: "DE-9"),
        thirdPartyAmounts: [ThirdPartyAmount(amount: 7, description: "Toll")]))
    document.description = "November"
    document.purchaseOrderNumber = "PO-3"
    let shown = try text(document)
    for part in [
      "DE-9, Werk\n", "PO-3", "Toll", "7.00 EUR",
      "price for 10", "allowance 50.00: loyalty", "charge 5.00", "November", "-355.07 EUR",
      "0.02 EUR", "ERP-1",
    ] {
      #expect(shown.contains(part), "\(shown)")
    }
  }

  @Test(
    "What a document says is shown: whose file it was, references, parties, means of payment, items"
  )
  func documentTerms() throws {
    var means = DocumentTerms.PaymentMeans(code: "58")
    means.iban = "DE89370400440532013000"
    var seller = PartyTerms()
    seller.contact = SellerContact(name: "Accounts")
    var details = IngestedDetails(
      documentType: .invoice, uniqueIdentifier: nil, referenceEntity: nil,
      prepaidAmount: try money("0"), payableRounding: try money("0"))
    details.terms[.buyerReference] = "Purchasing"
    details.terms.notes = ["First", "Second"]
    details.terms.paymentMeans = [means]
    details.terms[.seller] = seller
    details.terms.sourceDocument = DocumentTerms.SourceDocument(name: "r-17.xml", sha256: "0f3a")
    var line = try line("1", "Lamp", of: nil, ingested: IngestedLineDetails())
    line.ingested?.terms.itemIds.seller = "S-1"
    line.ingested?.terms[.description] = "For two desks"
    let shown = try text(try invoice([line], ingested: details))
    for part in [
      "r-17.xml", "0f3a", "Buyer reference", "Purchasing", "First", "Second",
      "code 58, iban DE89370400440532013000", "contact (name Accounts)", "item ids: seller S-1",
      "description: For two desks",
    ] {
      #expect(shown.contains(part), "\(part): \(shown)")
    }
  }

  @Test("CLI 8: a credit note is called one, and takes away")
  func creditNote() throws {
    let note = try invoice(
      [try line("1", "Back", of: nil, amount: "21.19")],
      ingested: IngestedDetails(
        documentType: .creditNote, uniqueIdentifier: nil, referenceEntity: nil,
        prepaidAmount: try money("0"), payableRounding: try money("0")))
    let list = InvoiceListText.table([note], today: try date("2026-12-31")).text
    #expect(list.contains("Credit note") && list.contains("-21.19"), "\(list)")
    #expect(!list.contains(" 21.19"), "\(list)")
    #expect(try text(note).contains("Credit note"))
  }

  @Test("CLI 9: the other invoice, the contract and its cycle are named")
  func contract() throws {
    let shown = try text(try invoice([try line("1", "Seats", of: "S")]))
    #expect(shown.contains("BC-1") && shown.contains("2026-11-01 to 2026-11-30"), "\(shown)")
    #expect(shown.contains("A, Nordlys AS"), "\(shown)")
  }

  @Test("Parts of a bundle stand under it, and amendments say what they are")
  func bundle() throws {
    var surroundings = InvoiceSurroundings()
    surroundings.categories = ["P": .amendQuantity, "B": .original]
    let shown = try text(
      try invoice([
        try line("1", "Part", of: "P", parent: "2"), try line("2", "Bundle", of: "B"),
        try line("3", "Other", of: "O"),
      ]), surroundings)
    let lines = shown.split(separator: "\n").map(String.init)
    let place = try #require(lines.firstIndex { $0.contains(" Bundle ") })
    #expect(lines[place + 1].contains("   Part "), "\(shown)")
    #expect(lines[place + 2].contains("category AmendQuantity"), "\(shown)")
    #expect(lines.count { $0.contains("Part ") } == 1)
  }

  @Test("The status is that of the day on which it is looked at")
  func shownStatus() throws {
    let invoice = try invoice([])
    #expect(invoice.shownStatus(on: try date("2026-12-31")) == .posted)
    #expect(invoice.shownStatus(on: try date("2027-01-01")) == .overdue)
    var paid = invoice
    paid.balance = try money("0")
    #expect(paid.shownStatus(on: try date("2027-01-01")) == .paid)
    paid.status = .draft
    #expect(paid.shownStatus(on: try date("2027-01-01")) == .draft)
  }
}
