import CivilTime
import Monetary
import Testing

@testable import Billing

/// <doc:Tax#An-engine-over-HTTP>: which requests have an engine asked, about what, and what they make of the answers.
@Suite("Tax engine: requests")
struct QuotedRequestsTests {
  private func world(
    _ percent: ExactDecimal = 20, _ records: Record..., vat: Bool = true
  ) throws -> LifecycleWorld {
    var world = try LifecycleWorld(.november(), vat: vat)
    for record in records { world.add(record) }
    world.taxService = TaxService.vat(percent)
    return world
  }

  private func asked(_ world: LifecycleWorld) -> [String] { world.asked.map(\.text) }

  @Test(
    "Generated and posted: asked for the final tax, which is the invoice's; its books are to be told"
  )
  func generatedPosted() throws {
    var world = try world()
    let invoice = try world.generate(by: "2026-11-02", .posted)
    #expect(asked(world) == ["Final, 1: 140.00 std S"])
    #expect(world.asked[0].documentId == invoice.id.text)
    #expect(world.asked[0].date == "2026-11-20")
    #expect(invoice.totalTaxAmount.decimalText == "28.00")
    #expect(invoice.lines[0].taxes.map(\.name) == ["Engine VAT"])
    #expect(invoice.areTaxesQuoted)
    let tax = try world.tax(of: invoice.id.text)
    #expect(tax.state == .toCommit)
    #expect(tax.subject == .invoice(invoice.id))
    #expect(tax.accountId == "A")
    #expect(tax.total.decimalText == "28.00")
  }

  @Test("A draft has an estimate, of which nobody is told; posted, it is asked about anew")
  func draftThenPosted() throws {
    var world = try world()
    let draft = try world.generate(by: "2026-11-02")
    #expect(draft.totalTaxAmount.decimalText == "28.00")
    #expect(draft.areTaxesQuoted)
    #expect(world.facts.taxes.transactions.isEmpty)
    world.taxService = TaxService.vat(21)
    let decision = world.post(draft.id)
    #expect(decision.outcome == .succeeded)
    #expect(asked(world) == ["Estimate, 1: 140.00 std S", "Final, 1: 140.00 std S"])
    #expect(try world.invoice(draft.id).totalTaxAmount.decimalText == "29.40")
    #expect(decision.openedTaxes == ["\(draft.id) 29.40"])
    #expect(decision.effects.taxes.opened[0].document.document == world.asked[1])
  }

  @Test("What posts a document tells what was quoted, line by line")
  func opened() throws {
    var world = try world()
    let draft = try world.generate(by: "2026-11-02")
    let opened = try #require(world.post(draft.id).effects.taxes.opened.first)
    #expect(opened.document.quote.lines["1"]?.map(\.amount.decimalText) == ["28.00"])
    #expect(opened.document.total == opened.transaction.total)
  }

  @Test("Calculated again, or of another date: asked for an estimate")
  func estimates() throws {
    var world = try world()
    let draft = try world.generate(by: "2026-11-02")
    world.taxService = TaxService.vat(10)
    #expect(world.handle(CalculateTax(invoiceId: draft.id)).outcome == .succeeded)
    #expect(try world.invoice(draft.id).totalTaxAmount.decimalText == "14.00")
    world.taxService = TaxService.vat(5)
    #expect(world.update(draft.id) { $0.invoiceDate = .set("2026-11-25") }.outcome == .succeeded)
    #expect(try world.invoice(draft.id).totalTaxAmount.decimalText == "7.00")
    #expect(world.asked.map(\.kind) == [.estimate, .estimate, .estimate])
    #expect(world.asked.map(\.date) == ["2026-11-20", "2026-11-20", "2026-11-25"])
    #expect(world.update(draft.id) { $0.description = .set("d") }.outcome == .succeeded)
    #expect(world.asked.count == 3)
    // A contact has no address: where the supply takes place is the account's to say.
    world.add(.contact(Contact(id: "C", accountId: "A", name: "Somebody")))
    #expect(world.update(draft.id) { $0.billToContactId = .set("C") }.outcome == .succeeded)
    #expect(world.asked.count == 3)
    #expect(world.update(draft.id) { $0.invoiceDate = .set("2026-11-20") }.outcome == .succeeded)
    #expect(world.asked.count == 4)
    #expect(world.asked[3].shipTo == world.asked[0].shipTo)
  }

  @Test("A preview is asked about once for all its periods, and leaves nothing")
  func preview() throws {
    var world = try world()
    let generation = GenerateInvoices(
      selector: .account("A"), targetDate: "2026-11-02", invoiceDate: "2026-11-20", action: .draft)
    let decision = world.handle(PreviewInvoices(generation: generation, periods: 3))
    #expect(decision.outcome == .succeeded)
    #expect(
      decision.answer.previews?.map(\.totalTaxAmount.decimalText) == ["28.00", "28.00", "28.00"])
    #expect(world.asked.map(\.kind) == [.estimate, .estimate, .estimate])
    #expect(Set(world.asked.map(\.documentId)).count == 3)
    #expect(decision.effects.isEmpty)
  }

  // MARK: Ingested

  private func line(_ name: String, taxed: ExactDecimal? = nil) -> IncomingLine {
    IncomingLine(
      name: name, quantity: 1, unitPrice: 100, chargeAmount: 100, taxTreatmentId: "std",
      taxes: taxed.map { [IncomingTax(name: "VAT", code: "S", rate: 25, amount: $0)] } ?? [])
  }

  @Test(
    "Of an ingested draft the lines without amounts are asked about, and only these are told when it is posted"
  )
  func ingested() throws {
    var world = try world()
    let draft = try world.ingest([line("given", taxed: "24.99"), line("calculated")])
    #expect(asked(world) == ["Estimate, 2: 100.00 std S"])
    #expect(draft.totalTaxAmount.decimalText == "44.99")
    #expect(draft.areTaxesQuoted)
    let decision = world.post(draft.id)
    #expect(asked(world).last == "Final, 2: 100.00 std S")
    #expect(decision.openedTaxes == ["\(draft.id) 20.00"])
    #expect(try world.invoice(draft.id).totalTaxAmount.decimalText == "44.99")
  }

  @Test(
    "What brings all its taxes is never asked about, nor told; nor is what was posted elsewhere")
  func given() throws {
    var world = try world()
    let draft = try world.ingest([line("given", taxed: 25)])
    #expect(!draft.areTaxesQuoted)
    let decision = world.post(draft.id)
    #expect(decision.outcome == .succeeded)
    #expect(decision.openedTaxes.isEmpty)
    let posted = try world.ingest([line("given", taxed: 25)]) {
      $0.status = .posted
      $0.number = "X-1"
      $0.postedDate = "2026-11-20"
    }
    #expect(posted.status == .posted)
    #expect(world.asked.isEmpty)
  }

  @Test("A credit note takes back: its amounts are negative for the engine")
  func creditNote() throws {
    var world = try world()
    let draft = try world.ingest([line("x")]) { $0.documentType = .creditNote }
    #expect(asked(world) == ["Estimate, 1: -100.00 std S"])
    #expect(draft.totalTaxAmount.decimalText == "20.00")
    #expect(world.post(draft.id).openedTaxes == ["\(draft.id) -20.00"])
  }

  // MARK: Who is not taxed

  @Test("An exempt account is asked about and told of; what is not taxable is neither")
  func exempt() throws {
    var account = try World.account("A", currency: "EUR")
    account.isTaxExempt = true
    var world = try world(20, .account(account))
    let invoice = try world.generate(by: "2026-11-02", .posted)
    #expect(world.asked.map(\.isExempt) == [true])
    #expect(invoice.totalTaxAmount.isZero)
    #expect(try world.tax(of: invoice.id.text).total.isZero)

    var untaxed = try self.world(20, vat: false)
    let other = try untaxed.generate(by: "2026-11-02", .posted)
    #expect(untaxed.asked.isEmpty)
    #expect(other.status == .posted)
    #expect(!other.areTaxesQuoted)
    #expect(untaxed.facts.taxes.transactions.isEmpty)
  }

  @Test("With the rate table nothing is asked, told or waited for")
  func rateTable() throws {
    var world = try LifecycleWorld(.november())
    let draft = try world.generate(by: "2026-11-02")
    #expect(!draft.areTaxesQuoted)
    let decision = world.post(draft.id)
    #expect(decision.taxesAwaited.isEmpty)
    #expect(decision.effects.taxes.isEmpty)
    #expect(world.asked.isEmpty)
  }

  // MARK: No answer

  @Test("A refusal fails the grouping key, and a draft stays one; so does an answer of no use")
  func refused() throws {
    for (answer, code): (TaxAnswer, ErrorCode) in [
      (.refused(message: "no such place"), .taxEngineRefused),
      (.invalid(reason: "is no JSON"), .taxEngineInvalid),
    ] {
      var world = try world()
      let draft = try world.generate(by: "2026-11-02")
      world.taxService = { _ in answer }
      let post = world.post(draft.id)
      #expect(post.refusals == ["\(code.rawValue) /invoiceIds/0"])
      #expect(try world.invoice(draft.id).status == .draft)
      let decision = world.handle(
        GenerateInvoices(
          selector: .account("A"), targetDate: "2026-12-02", invoiceDate: "2026-11-20",
          action: .posted))
      #expect(decision.failed.map(\.codes) == [[code]])
      #expect(decision.failed.map(\.schedules) == [["M"]])
      #expect(decision.errorLogs.map(\.category) == [.taxCalculation])
      #expect(try world.progress("M").status == .error)
      let ingest = world.handle(
        IngestInvoice(
          invoice: IncomingInvoice(
            billingAccountId: "A", currency: "EUR", invoiceDate: "2026-11-20",
            lines: [line("x"), line("y")]), taxCalculationStatus: .estimated))
      #expect(ingest.refusals == ["\(code.rawValue) /invoice"])
    }
  }

  @Test("While the engine is away everything that needs it waits, and nothing of it is stored")
  func away() throws {
    var world = try world()
    let draft = try world.generate(by: "2026-11-02")
    world.taxService = TaxService.away
    for decision in [
      world.post(draft.id), world.handle(CalculateTax(invoiceId: draft.id)),
      world.update(draft.id) { $0.invoiceDate = .set("2026-11-25") },
      world.handle(
        GenerateInvoices(
          selector: .account("A"), targetDate: "2026-12-02", invoiceDate: "2026-11-20",
          action: .draft)),
      world.handle(
        IngestInvoice(
          invoice: IncomingInvoice(
            billingAccountId: "A", currency: "EUR", invoiceDate: "2026-11-20", lines: [line("x")]),
          taxCalculationStatus: .estimated)),
    ] {
      #expect(decision.taxesAwaited.away == "it answers 503")
      #expect(decision.taxesAwaited.unquoted.isEmpty)
    }
    #expect(try world.invoice(draft.id) == draft)
    #expect(try world.progress("M").status == .readyForInvoicing)
  }

  @Test("What is refused whatever the engine says neither has it asked nor waits for it")
  func refusedAnyway() throws {
    var world = try world()
    let draft = try world.generate(by: "2026-11-02")
    let asked = world.asked.count
    world.taxService = TaxService.away
    world.add(
      .sequencePolicy(
        SequencePolicy(id: "P", mode: .gapless, pattern: "{SequenceValue}", isActive: false)))
    let post = world.post(draft.id)
    #expect(post.refusals == ["SEQUENCE_POLICY_MISSING /invoiceIds/0"])
    #expect(post.taxesAwaited.isEmpty)
    var incoming = IncomingInvoice(
      billingAccountId: "A", currency: "EUR", invoiceDate: "2026-11-20", lines: [line("x")])
    incoming.paymentTermId = "nobody's"
    let ingest = world.handle(
      IngestInvoice(invoice: incoming, taxCalculationStatus: .estimated))
    #expect(ingest.refusals == ["RECORD_REFERENCE_NOT_FOUND /invoice/paymentTermId"])
    #expect(ingest.taxesAwaited.isEmpty)
    #expect(world.asked.count == asked)
  }

  @Test(
    "E49: with the rate table in its place a draft is estimated with a warning, and posting waits all the same"
  )
  func fallback() throws {
    var world = try world()
    world.taxService = TaxService.away
    world.estimatesWhileAway = true
    let decision = world.handle(
      GenerateInvoices(
        selector: .account("A"), targetDate: "2026-11-02", invoiceDate: "2026-11-20",
        action: .draft))
    let draft = try #require(decision.made.first)
    #expect(draft.totalTaxAmount.decimalText == "35.00")
    #expect(!draft.areTaxesQuoted)
    #expect(decision.outcome == .succeeded)
    #expect(decision.warnings.map(\.code) == [.taxEstimatedByFallback])
    #expect(decision.warnings.map(\.source) == [RecordReference(.invoice, draft.id)])
    #expect(decision.taxesEstimated == 1)
    let post = world.post(draft.id)
    #expect(post.taxesAwaited.away != nil)
    #expect(try world.invoice(draft.id).status == .draft)
    world.taxService = TaxService.vat(20)
    #expect(world.post(draft.id).openedTaxes == ["\(draft.id) 28.00"])
  }

  @Test("A preview says once that it is estimated")
  func previewByFallback() throws {
    var world = try world()
    world.taxService = TaxService.away
    world.estimatesWhileAway = true
    let generation = GenerateInvoices(
      selector: .account("A"), targetDate: "2026-11-02", invoiceDate: "2026-11-20", action: .draft)
    let decision = world.handle(PreviewInvoices(generation: generation, periods: 3))
    #expect(decision.answer.previews?.count == 3)
    #expect(decision.warnings.map(\.code) == [.taxEstimatedByFallback])
  }

  @Test("Which requests an engine may be asked for")
  func whoMayAsk() {
    let incoming = IncomingInvoice(
      billingAccountId: "A", currency: "EUR", invoiceDate: "2026-11-20",
      lines: [line("x", taxed: 25)])
    #expect(!IngestInvoice(invoice: incoming).mayAskTaxEngine)
    #expect(IngestInvoice(invoice: incoming, shouldCalculateTax: true).mayAskTaxEngine)
    var posted = incoming
    posted.lines = [line("x")]
    #expect(IngestInvoice(invoice: posted).mayAskTaxEngine)
    posted.status = .posted
    #expect(!IngestInvoice(invoice: posted, taxCalculationStatus: .posted).mayAskTaxEngine)
    #expect(PostInvoices(invoiceIds: ["I"]).mayAskTaxEngine)
    #expect(CalculateTax(invoiceId: "I").mayAskTaxEngine)
    #expect(!VoidInvoices(invoiceIds: ["I"]).mayAskTaxEngine)
    #expect(!UpdateInvoice(invoiceId: "I", set: UpdateInvoice.Fields()).mayAskTaxEngine)
    #expect(!RetryTaxCommit(invoiceIds: ["I"]).mayAskTaxEngine)
  }
}
