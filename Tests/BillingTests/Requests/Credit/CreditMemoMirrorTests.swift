import CivilTime
import Monetary
import Testing

@testable import Billing

/// <doc:Lifecycle#Voiding>: the memo of a void.
@Suite("The memo that mirrors an invoice")
struct CreditMemoMirrorTests {
  private func mirror(_ invoice: Invoice) -> CreditMemo {
    CreditMemo.mirror(
      of: invoice, id: "M", today: CreditWorld.today, reasonCode: "PRICE", reason: "wrong price",
      request: RequestKey(source: "test", identifier: "void"))
  }

  @Test("E6: a line with the same amount and taxes for each line, odd cents where they were")
  func lines() throws {
    var world = try CreditWorld()
    try world.post("I", [("68.33", "13.67"), ("68.33", "13.66")]) { $0.legalEntityId = "LE" }
    let memo = mirror(try world.invoice("I"))
    #expect(memo.amounts == ["68.33 13.67", "68.33 13.66"])
    #expect(memo.credited.decimalText == "163.99")
    #expect(memo.totalAmount.decimalText == "136.66")
    #expect(memo.totalTaxAmount.decimalText == "27.33")
    #expect(memo.totalAmountWithTax.decimalText == "163.99")
    #expect(memo.balance.decimalText == "163.99")
    #expect(memo.sourceAction == .voidPostedInvoice)
    #expect(memo.invoiceId == "I")
    #expect(memo.legalEntityId == "LE")
    #expect(memo.creditDate == CreditWorld.today)
    #expect(memo.reasonCode == "PRICE")
    #expect(memo.description == "wrong price")
    #expect(memo.lines.map(\.id) == ["M-1", "M-2"])
    #expect(memo.lines.map(\.invoiceLine?.position) == [1, 2])
    #expect(memo.number == nil)
    var settling = world.settling()
    settling.record(memo, numberedBy: nil)
    try settling.apply(
      memo.credited, from: .creditMemo("M"), to: "I", effectiveDate: CreditWorld.today)
    world.apply(settling)
    #expect(try world.balance("I") == "0.00")
    #expect(try world.memo("M").balance.decimalText == "0.00")
  }

  @Test(
    "What was prepaid, rounded and collected for others is mirrored: the memo credits what was payable"
  )
  func payable() throws {
    var world = try CreditWorld()
    let prepaid = try world.money(20)
    let rounding = try world.money("0.05")
    try world.post("I", [(100, 25)]) {
      $0.ingested = IngestedDetails(
        documentType: .invoice, uniqueIdentifier: nil, referenceEntity: nil,
        prepaidAmount: prepaid, payableRounding: rounding,
        thirdPartyAmounts: [ThirdPartyAmount(amount: 10, description: "toll")])
      $0.payable = try $0.totalAmountWithTax.subtracting(prepaid).adding(rounding)
        .adding(try #require(Money(exactly: 10, currency: prepaid.currency)))
    }
    let memo = mirror(try world.invoice("I"))
    #expect(memo.credited.decimalText == "115.05")
    #expect(memo.totalAmountWithTax.decimalText == "125.00")
    #expect(memo.prepaidAmount.decimalText == "20.00")
    #expect(memo.payableRounding.decimalText == "0.05")
  }

  @Test("The memo of a negative invoice, and of a credit note, is negative itself")
  func negative() throws {
    var world = try CreditWorld()
    try world.post("I", [(-30, "-7.50")])
    try world.postCreditNote("N", [(100, 25)], prepaid: 5)
    let ofInvoice = mirror(try world.invoice("I"))
    #expect(ofInvoice.amounts == ["-30.00 -7.50"])
    #expect(ofInvoice.credited.decimalText == "-37.50")
    let ofNote = mirror(try world.invoice("N"))
    #expect(ofNote.amounts == ["-100.00 -25.00"])
    #expect(ofNote.totalAmountWithTax.decimalText == "-125.00")
    #expect(ofNote.prepaidAmount.decimalText == "-5.00")
    #expect(ofNote.credited.decimalText == "-120.00")
    #expect(try world.balance("N") == "-120.00")
  }

  @Test("The memo of an invoice of 0.00 comes to 0.00")
  func zero() throws {
    var world = try CreditWorld()
    try world.post("I", [(10, nil), (-10, nil)])
    let memo = mirror(try world.invoice("I"))
    #expect(memo.amounts == ["10.00", "-10.00"])
    #expect(memo.credited.isZero)
  }
}
