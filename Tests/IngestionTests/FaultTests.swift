import Billing
import CivilTime
import Foundation
import IngestionVectors
import Monetary
import Testing

/// Several faults, or conditions, of one request.
@Suite("Faults of ingestion")
struct FaultTests {
  private func line(_ members: [String: Any] = [:]) -> [String: Any] {
    let line: [String: Any] = [
      "name": "x", "quantity": "1", "unitPrice": "140.00", "chargeAmount": "140.00",
    ]
    return line.merging(members) { $1 }
  }

  private func bare(_ lines: [[String: Any]]) -> RequestTree {
    RequestTree([
      "invoice": [
        "billingAccountId": "A", "currency": "EUR", "invoiceDate": "2026-11-20", "lines": lines,
      ], "taxCalculationStatus": "Estimated",
    ])
  }

  @Test func oneAmountThatIsNotExactHidesNoOther() throws {
    var world = try IngestionWorld()
    let body = try RequestTree.example().setting("invoice.lines.0.chargeAmount", to: "140.001")
      .setting("invoice.lines.0.allowances.0.amount", to: "10.001")
      .setting("invoice.prepaidAmount", to: "0.001").setting("invoice.payableRounding", to: "0.002")
      .setting("invoice.taxBreakdown.0.taxAmount", to: "35.001")
      .setting("invoice.taxBreakdown.0.taxableAmount", to: "140.001")
    #expect(
      Set(try world.ingest(body.value).places) == [
        "AMOUNT_NOT_EXACT /invoice/prepaidAmount", "AMOUNT_NOT_EXACT /invoice/payableRounding",
        "AMOUNT_NOT_EXACT /invoice/taxBreakdown/0/taxableAmount",
        "AMOUNT_NOT_EXACT /invoice/taxBreakdown/0/taxAmount",
        "AMOUNT_NOT_EXACT /invoice/lines/0/chargeAmount",
        "AMOUNT_NOT_EXACT /invoice/lines/0/allowances/0/amount",
      ])
    let totals = try RequestTree.example().setting("invoice.prepaidAmount", to: "0.001")
      .setting("invoice.statedTotals.lines", to: "1")
      .setting("invoice.statedTotals.taxInclusive", to: "1")
      .setting("invoice.statedTotals.payable", to: "1")
    #expect(
      try world.ingest(totals.value).places == [
        "AMOUNT_NOT_EXACT /invoice/prepaidAmount", "TOTALS_MISMATCH /invoice/statedTotals/lines",
        "TOTALS_MISMATCH /invoice/statedTotals/taxInclusive",
      ], "what is payable cannot be told")
  }

  @Test func subtotalsAreExactAlsoWhereTheyAreNotUsed() throws {
    var world = try IngestionWorld()
    let body = try RequestTree.example().setting("shouldCalculateTax", to: true)
      .setting("invoice.taxBreakdown.0.taxAmount", to: "35.001")
    #expect(
      try world.ingest(body.value).places == [
        "AMOUNT_NOT_EXACT /invoice/taxBreakdown/0/taxAmount"
      ])
  }

  @Test(arguments: [100, 101, 10_000])
  func aLongListOfFaultsDoesNotChangeTheOutcome(_ count: Int) throws {
    var world = try IngestionWorld()
    let failed = try world.ingest(
      bare(Array(repeating: line(["chargeAmount": "0.001"]), count: count)).value)
    #expect(failed.outcome == .failed)
    #expect(failed.errors.count == min(count, 101))
    #expect(Set(failed.errors.map(\.code)) == [.amountNotExact])
    if count > 100 {
      let more = count == 101 ? "one more fault " : "\(count - 100) more faults "
      #expect(failed.errors.last?.message.contains(more) == true)
    }
    let invalid = try world.ingest(
      bare(Array(repeating: line(["priceBaseQuantity": "0"]), count: count)).value)
    #expect(invalid.outcome == .rejected)
  }

  @Test func manyWarningsAreCounted() throws {
    var world = try IngestionWorld()
    let decision = try world.ingest(
      bare(Array(repeating: line(["unitPrice": "1"]), count: 1_500)).value)
    #expect(decision.outcome == .succeeded)
    #expect(decision.warnings.count == 1_001)
    #expect(decision.warnings.last?.message.contains("500 more warnings") == true)
  }

  @Test(arguments: [
    [["code": "S", "rate": "0", "amount": "999999999999999999"]],
    [["code": "S", "rate": "0", "amount": "900000000000000000"]],
  ])
  func anAmountBeyondTheBoundIsSaid(_ taxes: [[String: String]]) throws {
    var world = try IngestionWorld()
    let large = line([
      "unitPrice": "900000000000000000", "chargeAmount": "900000000000000000", "taxes": taxes,
    ])
    let decision = try world.ingest(bare([large, large]).value)
    #expect(decision.outcome == .failed)
    #expect(Set(decision.errors.map(\.code)) == [.amountOverflow], "\(decision.places)")
    #expect(decision.errorLogs.count == 1)
    let zero = ["code": "S", "rate": "0", "amount": "600000000000000000"]
    let twice = try world.ingest(bare([line(["taxes": [zero, zero]])]).value)
    #expect(twice.errors.contains { $0.code == .amountOverflow }, "\(twice.places)")
    #expect(twice.outcome == .failed)
  }

  @Test func twoTaxesOfOneRateAreOnOneAmount() throws {
    var world = try IngestionWorld()
    let taxes = [
      ["name": "State", "code": "S", "rate": "5", "amount": "7.00"],
      ["name": "City", "code": "S", "rate": "5", "amount": "7.00"],
    ]
    let body = bare([line(["taxes": taxes])]).setting(
      "invoice.taxBreakdown",
      to: [["category": "S", "rate": "5", "taxableAmount": "140.00", "taxAmount": "14.00"]])
    let decision = try world.ingest(body.value)
    #expect(decision.places == [])
    #expect(decision.invoice?.totalTaxAmount.decimalText == "14.00")
  }

  @Test func theDefaultTreatmentDecidesWhatIsCalculatedAnew() throws {
    var world = try IngestionWorld()
    var standard = try #require(world.facts.taxTreatments["std"])
    standard.isDefault = true
    world.facts.insert(.taxTreatment(standard))
    let body = bare([line(["taxes": [["code": "S", "rate": "25", "amount": "1.00"]]])])
    let kept = try #require(try world.ingest(body.value).invoice)
    #expect(kept.totalTaxAmount.decimalText == "1.00")
    let anew = try world.ingest(body.setting("shouldCalculateTax", to: true).value)
    #expect(anew.invoice?.totalTaxAmount.decimalText == "35.00")
    let later = world.plan(CalculateTax(invoiceId: kept.id), storing: kept)
    #expect(later.effects.invoices.changed.first?.invoice.totalTaxAmount.decimalText == "35.00")
  }

  @Test func theTaxAddressIsTheShippingOneWhosesoever() throws {
    var world = try IngestionWorld()
    var account = try #require(world.facts.accounts["A"])
    account.shippingAddress = Address(street: "1", city: "Malmo", postalCode: "1", country: "SE")
    world.facts.insert(.account(account))
    world.facts.insert(
      .taxRate(
        TaxRate(
          id: "se12", country: "SE", taxCode: "VAT", name: "Moms", percent: 12,
          effectiveFrom: try #require(CivilDate(iso8601: "2000-01-01")))))
    let norway = ["id": "n", "street": "1", "city": "Oslo", "postalCode": "1", "country": "NO"]
    func tax(_ members: [String: Any]) throws -> String? {
      let body = bare([line(["taxTreatmentId": "std"].merging(members) { $1 })])
      let decision = try world.ingest(body.setting("invoice.addresses", to: [norway]).value)
      return decision.invoice?.totalTaxAmount.decimalText
    }
    #expect(try tax([:]) == "16.80")
    #expect(try tax(["shippingAddressId": "n"]) == "35.00")
    #expect(try tax(["billingAddressId": "n"]) == "16.80", "what is missing is the account's")
    account.shippingAddress = nil
    world.facts.insert(.account(account))
    #expect(try tax(["billingAddressId": "n"]) == "35.00")
  }

  @Test func anotherAccountsOrderIsNotTheOneToLogOn() throws {
    var world = try IngestionWorld()
    world.facts.insert(.order(Order(id: "P", accountId: "B", orderNumber: "78")))
    let decision = try world.ingest(
      RequestTree.example().setting("invoice.referenceEntity.id", to: "P").value)
    #expect(decision.places == ["RECORD_ACCOUNT_MISMATCH /invoice/referenceEntity/id"])
    #expect(decision.errorLogs.map(\.primaryRecord.id) == ["A"])
    let unknown = try world.ingest(
      RequestTree.example().setting("invoice.billingAccountId", to: "Z").value)
    #expect(unknown.errorLogs.map(\.relatedRecord) == [nil], "not the account twice")
  }

  @Test func keysThatOnlyLookAlikeAreTwo() throws {
    var world = try IngestionWorld()
    for key in ["caf\u{E9}", "cafe\u{301}"] {
      let decision = try world.ingest(
        bare([line()]).setting("invoice.uniqueIdentifier", to: key).value)
      #expect(decision.places == [], "\(key)")
    }
  }

  @Test func aNumberOfAnActivePolicyIsReserved() throws {
    var world = try IngestionWorld()
    func places(_ number: String) throws -> [String] {
      try world.ingest(bare([line()]).setting("invoice.invoiceNumber", to: number).value).places
    }
    let reserved = ["INVOICE_NUMBER_RESERVED /invoice/invoiceNumber"]
    #expect(try places("INV-2026-000041") == [], "the built-in numbering reserves nothing")
    var policy = SequencePolicy(
      id: "P", legalEntityId: "LE", mode: .basic, pattern: "ACME-{SequenceValue}", isActive: true)
    world.facts.insert(.sequencePolicy(policy))
    #expect(try places("ACME-7") == reserved, "whoever's policy it is")
    #expect(try places("INV-2026-000042") == [], "only what a policy that is in force gives out")
    policy.isActive = false
    world.facts.insert(.sequencePolicy(policy))
    #expect(try places("ACME-7") == [])
    #expect(try places("INV-2026-000043") == [])
  }

  @Test func aMemosLineAtFaultIsNamed() throws {
    var world = try IngestionWorld()
    let euro = try #require(Currency(code: "EUR"))
    world.facts.insert(
      .debitMemo(
        DebitMemo(
          id: "M", accountId: "A", status: .posted,
          invoiceGenerationStatus: .readyForInvoiceGeneration, currency: euro,
          lines: [
            DebitMemo.Line(name: "Right", quantity: 1, unitPrice: 2, amount: 2),
            DebitMemo.Line(name: "Wrong", quantity: 1, unitPrice: 2, amount: 3),
          ])))
    let body = RequestTree([
      "invoice": [
        "billingAccountId": "A", "currency": "EUR", "invoiceDate": "2026-11-20",
        "referenceEntity": ["type": "DebitMemo", "id": "M"],
      ]
    ])
    let negative = body.setting(
      "invoice.charges", to: [["amount": "10.00", "taxCategory": "S", "taxRate": "-5"]])
    #expect(
      try world.ingest(negative.value).places == ["REQUEST_INVALID /invoice/charges/0/taxRate"])
    let decision = try world.ingest(body.value)
    #expect(
      decision.warningPlaces == ["LINE_AMOUNT_MISMATCH /invoice/referenceEntity/id"])
    #expect(decision.warnings.first?.message.hasPrefix("Line 2 of the debit memo: ") == true)
  }
}
