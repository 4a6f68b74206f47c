import Billing
import CivilTime
import JSON
import Messages
import Monetary
import Testing

@Suite struct InvoiceEncodingTests {
  private func event(_ invoice: Invoice) -> Event {
    EventEncoder().invoice(invoice, time: EventSamples.completed, trace: nil)
  }

  /// The whole text of the data, so that neither a name nor an order changes unseen.
  @Test func theWholeInvoice() {
    var writer = JSONWriter()
    writer.invoice(EventSamples.invoice, on: EventSamples.completed.date)
    let expected = """
      {"invoiceId":"I-1","invoiceNumber":"INV-2026-000042","status":"Posted",\
      "creationMode":"Generated","accountId":"ACC-1001","orderIds":["ORD-77"],"currency":"USD",\
      "invoiceDate":"2026-12-01","dueDate":"2026-12-31","postedDate":"2026-11-20",\
      "billToContact":{"contactId":"C-1","name":"A. \\"Payable\\"","email":null},\
      "paymentTermId":"net30","legalEntityId":"LE-1","groupingKey":"ACC-1001|C-1","lines":[\
      {"lineId":"I-1-1","type":"Charge","parentLineId":null,"billingScheduleId":"BS-2",\
      "orderItemId":"OI-1","name":"Støtte","startDate":"2026-11-01","endDate":"2026-11-30",\
      "quantity":"1.5","unitPrice":"93.3333","unitOfMeasure":"HUR","amount":"140.00",\
      "taxProcessingStatus":"Posted","taxes":[{"name":"VAT","code":"VAT","category":"S",\
      "rate":"25","amount":"35.00"}],"usage":null,"calculation":null},\
      {"lineId":"I-1-2","type":"Charge","parentLineId":null,"billingScheduleId":"BS-1",\
      "orderItemId":null,"name":"Credit","startDate":"2026-12-01","endDate":"2026-12-01",\
      "quantity":"1","unitPrice":"-5","unitOfMeasure":null,"amount":"-5.00",\
      "taxProcessingStatus":"Posted","taxes":[],"usage":null,"calculation":null}],\
      "addresses":[{"type":"Billing","street":"Main 1","city":"Oslo","postalCode":"0150",\
      "state":null,"country":"NO"},{"type":"Shipping","street":"Dock 2","city":"Bergen",\
      "postalCode":"5003","state":"Vestland","country":"NO"}],\
      "totalAmount":"135.00","totalTaxAmount":"35.00","totalAmountWithTax":"170.00",\
      "balance":"170.00","settlementStatus":"NotSettled","referenceEntity":null,\
      "uniqueIdentifier":null,"reinvoiceOf":[],"reinvoicedBy":[],"requestIdentifier":"r-1","documentType":"Invoice",\
      "accountName":"Nordlys AS","seller":{"legalEntityId":"LE-1","name":"Seller",\
      "address":{"street":"Main 1","city":"Oslo","postalCode":"0150","state":null,\
      "country":"NO"},"taxRegistrationNumber":"NO-1"},"billingContractId":"BC-1",\
      "billingCycle":{"startDate":"2026-11-01","endDate":"2026-12-01"},\
      "description":null,"purchaseOrderNumber":null,"version":1,"shownStatus":"Posted",\
      "nextDueDate":"2026-12-31",\
      "instalments":[{"dueDate":"2026-12-31","amount":"170.00","openAmount":"170.00"}],\
      "payable":"170.00","prepaidAmount":"0.00","payableRounding":"0.00","paidAmount":"0.00",\
      "creditedAmount":"0.00","convertedAmount":"0.00","writtenOffAmount":"0.00",\
      "fullSettlementDate":null,"voidedDate":null,"creditMemoIds":[],"invoiceRunId":null,\
      "savedPaymentMethodId":null}
      """
    #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    let body = String(decoding: event(EventSamples.invoice).body, as: UTF8.self)
    #expect(body.hasSuffix(#""data":"# + expected + "}"))
  }

  /// Without seller or contract, null says so.
  @Test func withoutSellerAndContract() throws {
    var invoice = EventSamples.invoice
    invoice.seller = nil
    invoice.billingContractId = nil
    let data = try #require(try EventView(reading: event(invoice).body).data)
    for name in ["seller", "billingContractId", "billingCycle"] {
      #expect(data[name] == .null, "\(name)")
    }
  }

  @Test("An ingested invoice without a legal entity names the seller that its document names")
  func sellerOfADocument() throws {
    var invoice = EventSamples.invoice
    invoice.creationMode = .external
    invoice.ingested = IngestedDetails(
      documentType: .invoice, uniqueIdentifier: nil, referenceEntity: nil,
      prepaidAmount: EventSamples.money("0"), payableRounding: EventSamples.money("0"),
      seller: DocumentSeller(id: "DE-9", name: "Werk", vatId: "DE123"),
      thirdPartyAmounts: [ThirdPartyAmount(amount: 7, description: "Toll")])
    func seller() throws -> JSONObject? {
      let data = try #require(try EventView(reading: event(invoice).body).data)
      guard case .object(let seller)? = data["seller"] else { return nil }
      return seller
    }
    // The legal entity's own words come first.
    #expect(try seller()?["id"] == .string("DE-9"))
    #expect(try seller()?["name"] == .string("Seller"))
    invoice.seller = nil
    invoice.legalEntityId = nil
    #expect(try seller()?["legalEntityId"] == .null)
    #expect(try seller()?["name"] == .string("Werk"))
    #expect(try seller()?["address"] == .null)
    #expect(try seller()?["taxRegistrationNumber"] == .string("DE123"))
    let data = try #require(try EventView(reading: event(invoice).body).data)
    guard case .array(let amounts)? = data["thirdPartyAmounts"] else {
      Issue.record("no thirdPartyAmounts")
      return
    }
    guard case .object(let toll)? = Array(amounts).first else {
      Issue.record("no amount")
      return
    }
    #expect(toll["amount"] == .string("7.00") && toll["description"] == .string("Toll"))
  }

  @Test func theStatusChoosesTheEvent() {
    let posted = event(EventSamples.invoice)
    #expect(posted.type == .invoicePosted && posted.subject == "I-1")
    #expect(posted.requestIdentifier == "r-1")
    var draft = EventSamples.invoice
    draft.status = .draft
    #expect(event(draft).type == .invoiceDrafted)
    #expect(event(draft).id != posted.id)
    #expect(event(EventSamples.invoice).id == posted.id)
  }

  @Test(arguments: [("JPY", "-5", "-5"), ("KWD", "1.25", "1.250"), ("USD", "0", "0.00")])
  func amountsHaveTheCurrencysDigits(code: String, amount: String, expected: String) throws {
    var invoice = EventSamples.invoice
    invoice.balance = EventSamples.money(amount, code)
    let data = try #require(try EventView(reading: event(invoice).body).data)
    #expect(data["balance"] == .string(expected))
  }
}
