import Billing
import JSON
import Messages
import Testing

/// The whole texts, so that neither a name nor an order changes unseen.
@Suite struct LedgerEncodingTests {
  private func text(_ write: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    write(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test func theWholeCreditMemo() {
    #expect(
      text { $0.creditMemo(LedgerSamples.memo) } == """
        {"creditMemoId":"CM-1","creditMemoNumber":"CM-2026-000001","status":"Posted",\
        "accountId":"ACC-1001","accountName":"Nordlys AS","currency":"USD","legalEntityId":"LE-1",\
        "creditDate":"2026-11-20","sourceAction":"InvoiceLines","invoiceId":"I-1",\
        "reasonCode":"Quality","description":null,"lines":[{"lineId":"CM-1-1","name":"Støtte",\
        "amount":"14.00","invoiceId":"I-1","invoiceLineId":"I-1-1","taxTreatmentId":null,\
        "taxStrategy":"CopyFromInvoiceLine","taxes":[{"name":"VAT","code":"VAT","category":"S",\
        "rate":"25","amount":"3.50"}]}],"totalAmount":"14.00","totalTaxAmount":"3.50",\
        "totalAmountWithTax":"17.50","prepaidAmount":"0.00","payableRounding":"0.00",\
        "payable":"17.50","appliedAmount":"10.00","refundedAmount":"0.00","balance":"7.50",\
        "uniqueIdentifier":null,"recordedDate":"2026-11-18","voidedDate":null,"voidReason":null,\
        "requestIdentifier":"r-1"}
        """)
    #expect(
      text { $0.creditMemo(LedgerSamples.memo, omittingLines: true) }
        .contains(#""description":null,"linesOmitted":true,"totalAmount""#))
    #expect(!text { $0.creditMemoHead(LedgerSamples.memo) }.contains("lines"))
  }

  @Test func theWholeRecordsOfThePayment() {
    #expect(
      text { $0.payment(LedgerSamples.payment) } == """
        {"paymentId":"PAY-1","accountId":"ACC-1001","currency":"USD","amount":"100.00",\
        "receivedDate":"2026-11-18","method":"BankTransfer","reference":"E2E-7",\
        "savedPaymentMethodId":null,"appliedAmount":"60.00","refundedAmount":"30.00",\
        "reversedAmount":"5.00","unappliedAmount":"5.00","recordedDate":"2026-11-18",\
        "requestIdentifier":"r-1"}
        """)
    #expect(
      text { $0.application(LedgerSamples.application) } == """
        {"applicationId":"A-2","source":{"type":"Payment","id":"PAY-1"},"invoiceId":"I-1",\
        "accountId":"ACC-1001","currency":"USD","amount":"60.00","effectiveDate":"2026-11-18",\
        "recordedDate":"2026-11-18","takesBack":"A-1"}
        """)
    #expect(
      text { $0.refund(LedgerSamples.refund) } == """
        {"refundId":"REF-1","source":{"type":"CreditMemo","id":"CM-1"},"accountId":"ACC-1001",\
        "currency":"USD","amount":"30.00","refundDate":"2026-11-18","reference":"R-7",\
        "recordedDate":"2026-11-18"}
        """)
    #expect(
      text { $0.reversal(LedgerSamples.reversal) } == """
        {"reversalId":"REV-1","paymentId":"PAY-1","accountId":"ACC-1001","currency":"USD",\
        "amount":"5.00","reversalDate":"2026-11-18","reason":"Chargeback",\
        "recordedDate":"2026-11-18"}
        """)
  }
}
