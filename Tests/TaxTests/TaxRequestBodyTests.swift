import Billing
import Monetary
import Tax
import Testing

@Suite("What is sent to a tax engine") struct TaxRequestBodyTests {
  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test("A quote has everything that the tax may depend on, and amounts as strings")
  func quote() throws {
    let usd = try Known.currency("USD")
    let document = TaxDocument(
      documentId: "INV-1", kind: .estimate, currency: usd, date: try Known.date("2027-01-05"),
      isExempt: true,
      shipTo: Address(
        street: "1 \"Main\" St", city: "Reno", postalCode: "89501", state: "NV", country: "US"),
      lines: [
        TaxDocument.Line(
          id: "a", amount: try Known.money("1234567890123456.78", usd), taxCode: "std",
          category: "S", address: SampleTax.address),
        TaxDocument.Line(
          id: "b", amount: try Known.money("-0.5", usd), taxCode: nil, category: nil),
      ])
    #expect(
      Self.text(TaxRequestBody.quote(document))
        == #"{"documentId":"INV-1","kind":"Estimate","currency":"USD","date":"2027-01-05","exempt":true,"#
        + #""shipTo":{"street":"1 \"Main\" St","city":"Reno","postalCode":"89501","state":"NV","country":"US"},"#
        + #""lines":[{"id":"a","amount":"1234567890123456.78","taxCode":"std","category":"S","#
        + #""address":{"street":"Storgata 1","city":"Oslo","postalCode":"0155","state":null,"country":"NO"}},"#
        + #"{"id":"b","amount":"-0.50","taxCode":null,"category":null}]}"#)
  }

  @Test("A commit has the taxes that were posted, their sum, and the number of what was posted")
  func commit() throws {
    let commit = try SampleTax.commit()
    #expect(commit.idempotencyKey == "INV-1:commit")
    let rest =
      #""documentId":"INV-1","kind":"Final","currency":"EUR","date":"2027-01-05","exempt":false,"#
      + #""shipTo":{"street":"Storgata 1","city":"Oslo","postalCode":"0155","state":null,"country":"NO"},"#
      + #""lines":[{"id":"1","amount":"100.00","taxCode":"std","category":"S","#
      + #""taxes":[{"name":"VAT","code":"std","category":"S","rate":"25","amount":"25.00"}]}],"totalTax":"25.00"}"#
    let total = try Known.money("25.00", try Known.currency("EUR"))
    #expect(
      Self.text(TaxRequestBody.commit(commit, total: total))
        == #"{"invoiceNumber":"2027-000001","# + rest)
    let memo = TaxCommit(
      document: commit.document, number: .creditMemo("C-1"), quote: commit.quote)
    #expect(
      Self.text(TaxRequestBody.commit(memo, total: total)) == #"{"creditMemoNumber":"C-1","# + rest)
  }

  @Test("A void names what was booked")
  func void() {
    let void = TaxVoid(documentId: "INV-1", transactionId: "T-9", reason: "Voided")
    #expect(void.idempotencyKey == "INV-1:void")
    #expect(
      Self.text(TaxRequestBody.void(void))
        == #"{"documentId":"INV-1","transactionId":"T-9","reason":"Voided"}"#)
    let unknown = TaxVoid(documentId: "INV-1", transactionId: nil, reason: "Voided")
    #expect(
      Self.text(TaxRequestBody.void(unknown))
        == #"{"documentId":"INV-1","transactionId":null,"reason":"Voided"}"#)
  }
}
