import Billing
import JSON
import Messages
import Testing

/// The requests about invoices that were made: post, void, update, write off, convert.
@Suite struct LifecycleDecodingTests {
  private func decode(_ type: String, _ body: String) -> Intake {
    RequestDecoder.decode(Requests.plain(body, type: type, queue: .manage))
  }

  private func ids(_ count: Int) -> String {
    "[" + (0..<count).map { "\"I\($0)\"" }.joined(separator: ",") + "]"
  }

  @Test func everythingIsRead() {
    #expect(
      decode("invoice.post.v1", #"{"invoiceIds": ["B", "A"]}"#).request
        == PostInvoices(invoiceIds: ["B", "A"]))
    #expect(
      decode("invoice.post.v1", #"{"invoiceIds": ["A"], "expectedVersion": 3}"#).request
        == PostInvoices(invoiceIds: ["A"], expectedVersion: 3))
    #expect(
      decode(
        "invoice.void.v1",
        #"{"invoiceIds": ["A"], "reasonCode": "C", "reason": "why", "expectedVersion": 1}"#
      ).request
        == VoidInvoices(invoiceIds: ["A"], reasonCode: "C", reason: "why", expectedVersion: 1))
    #expect(
      decode(
        "invoice.convert-to-credit.v1",
        #"""
        {"invoiceId": "A", "lineIds": ["l 1", "l 2"], "effectiveDate": "2026-12-01",
         "applyToInvoice": false, "expectedVersion": 2}
        """#
      ).request
        == ConvertToCredit(
          invoiceId: "A", lineIds: ["l 1", "l 2"],
          effectiveDate: RecordSamples.date("2026-12-01"), appliesToInvoice: false,
          expectedVersion: 2))
    #expect(
      decode("invoice.convert-to-credit.v1", #"{"invoiceId": "A"}"#).request
        == ConvertToCredit(invoiceId: "A"))
    #expect(
      decode(
        "invoice.write-off.v1",
        #"""
        {"invoices": [{"invoiceId": "B", "reasonCode": "C", "reason": "r", "amount": "1.50"},
         {"invoiceId": "A", "reasonCode": "C"}], "effectiveDate": "2026-12-01"}
        """#
      ).request
        == WriteOffInvoices(
          items: [
            WriteOffInvoices.Item(
              invoiceId: "B", reasonCode: "C", reason: "r", amount: RecordSamples.decimal("1.5")),
            WriteOffInvoices.Item(invoiceId: "A", reasonCode: "C"),
          ], effectiveDate: RecordSamples.date("2026-12-01")))
  }

  @Test(
    "1 to 200 invoices, each once",
    arguments: ["invoice.post.v1", "invoice.void.v1", "invoice.cancel.v1"])
  func invoicesAreBounded(type: String) {
    func places(_ ids: String) -> [String] { decode(type, #"{"invoiceIds": \#(ids)}"#).places }
    #expect(places(ids(200)) == [])
    #expect(places(ids(201)) == ["LIMIT_EXCEEDED /invoiceIds"])
    #expect(places("[]") == ["REQUEST_INVALID /invoiceIds"])
    #expect(places(#"["A", "B", "A"]"#) == ["REQUEST_INVALID /invoiceIds/2"])
  }

  @Test("An expected version is of one invoice: of several it could not be told whose")
  func expectedVersion() {
    for type in ["invoice.post.v1", "invoice.void.v1", "invoice.cancel.v1"] {
      #expect(
        decode(type, #"{"invoiceIds": ["A", "B"], "expectedVersion": 1}"#).places
          == ["REQUEST_INVALID /expectedVersion"])
      #expect(
        decode(type, #"{"invoiceIds": ["A"], "expectedVersion": 0}"#).places
          == ["REQUEST_INVALID /expectedVersion"])
    }
    let item = #"{"invoiceId": "A", "reasonCode": "C"}"#
    let other = #"{"invoiceId": "B", "reasonCode": "C"}"#
    #expect(
      decode("invoice.write-off.v1", #"{"invoices": [\#(item), \#(other)], "expectedVersion": 1}"#)
        .places == ["REQUEST_INVALID /expectedVersion"])
    #expect(
      decode("invoice.write-off.v1", #"{"invoices": [\#(item)], "expectedVersion": 1}"#).places
        == [])
  }

  @Test(
    "What is written off names each invoice once, a reason, and more than 0",
    arguments: [
      (#"[{"invoiceId": "A", "reasonCode": "C"}, {"invoiceId": "A", "reasonCode": "D"}]"#, "/1"),
      (#"[{"invoiceId": "A"}]"#, "/0/reasonCode"),
      (#"[{"invoiceId": "A", "reasonCode": "C", "amount": "0"}]"#, "/0/amount"),
      (#"[{"invoiceId": "A", "reasonCode": "C", "amount": "-1"}]"#, "/0/amount"),
    ])
  func writeOffs(invoices: String, pointer: String) {
    #expect(
      decode("invoice.write-off.v1", #"{"invoices": \#(invoices)}"#).places
        == ["REQUEST_INVALID /invoices\(pointer)"])
  }

  private func update(_ set: String) -> Intake {
    decode("invoice.update.v1", #"{"invoiceId": "A", "set": \#(set)}"#)
  }

  @Test("An update sets what is given, clears what is null, and leaves what is absent")
  func updates() throws {
    let read = update(
      #"""
      {"description": "d", "purchaseOrderNumber": null, "billToEmail": "a@example.com",
       "savedPaymentMethodId": "P", "dueDate": "2026-12-01", "invoiceDate": "2026-11-01",
       "paymentTermId": "T", "billToContactId": "C", "lineNames": [{"lineId": "l 1", "name": "n"}]}
      """#)
    var fields = UpdateInvoice.Fields()
    fields.description = .set("d")
    fields.purchaseOrderNumber = .cleared
    fields.billToEmail = .set("a@example.com")
    fields.savedPaymentMethodId = .set("P")
    fields.dueDate = .set(RecordSamples.date("2026-12-01"))
    fields.invoiceDate = .set(RecordSamples.date("2026-11-01"))
    fields.paymentTermId = .set("T")
    fields.billToContactId = .set("C")
    fields.lineNames = [UpdateInvoice.LineName(lineId: "l 1", name: "n")]
    #expect(read.request == UpdateInvoice(invoiceId: "A", set: fields))
    let request = try #require(update(#"{"dueDate": null}"#).request as? UpdateInvoice)
    #expect(request.set.dueDate == .cleared && request.set.description == .unchanged)
  }

  @Test(
    "A member of an invoice that nobody can set is known, whatever is in it; another name is not")
  func fixedMembers() throws {
    let request = try #require(
      update(#"{"currency": null, "lines": [{"x": 1}], "description": "d"}"#).request
        as? UpdateInvoice)
    #expect(request.set.fixed == ["currency", "lines"])
    #expect(update(#"{"colour": "red"}"#).places == ["REQUEST_INVALID /set/colour"])
    #expect(update(#"{"invoiceDate": null}"#).places == ["REQUEST_INVALID /set/invoiceDate"])
    #expect(
      update(#"{"lineNames": [{"lineId": "a", "name": "x"}, {"lineId": "a", "name": "y"}]}"#)
        .places == ["REQUEST_INVALID /set/lineNames/1"])
    #expect(
      decode("invoice.update.v1", #"{"invoiceId": "A"}"#).places == ["REQUEST_INVALID /set"])
  }

  /// Whoever adds a member to an invoice is asked here whether it can be set.
  @Test("Every member that an invoice has can be set, or is known to be fixed")
  func everyMemberIsKnown() throws {
    var invoice = EventSamples.invoice
    invoice.status = .voided
    invoice.ingested = IngestedDetails(
      documentType: .invoice, uniqueIdentifier: nil, referenceEntity: nil,
      prepaidAmount: EventSamples.money("0"), payableRounding: EventSamples.money("0"))
    let event = EventEncoder().invoice(invoice, time: EventSamples.completed, trace: nil)
    let data = try #require(try EventView(reading: event.body).data)
    var count = 0
    for member in data {
      count += 1
      let places = update("{\"\(member.name)\": null}").places
      #expect(
        places.isEmpty || member.name == "invoiceDate", "\(member.name): \(places)")
    }
    #expect(count > 50)
  }

  // MARK: Tax engine

  @Test(
    "What the tax engine is told again is named by invoices, credit memos or both; one of them at least"
  )
  func retryTaxCommit() {
    func intake(_ body: String) -> Intake { decode("tax.retry-commit.v1", body) }
    #expect(
      intake(#"{"invoiceIds": ["I", "J"], "creditMemoIds": ["M"]}"#).request
        == RetryTaxCommit(invoiceIds: ["I", "J"], creditMemoIds: ["M"]))
    #expect(
      intake(#"{"invoiceIds": null, "creditMemoIds": ["M"]}"#).request
        == RetryTaxCommit(creditMemoIds: ["M"]))
    #expect(intake("{}").places == ["REQUEST_INVALID /invoiceIds"])
    #expect(intake(#"{"invoiceIds": []}"#).places == ["REQUEST_INVALID /invoiceIds"])
    #expect(intake(#"{"invoiceIds": ["I", "I"]}"#).places == ["REQUEST_INVALID /invoiceIds/1"])
    #expect(
      intake(#"{"creditMemoIds": ["M", "M"]}"#).places == ["REQUEST_INVALID /creditMemoIds/1"])
    #expect(intake("{\"invoiceIds\": \(ids(200))}").request != nil)
    #expect(intake("{\"invoiceIds\": \(ids(201))}").places == ["LIMIT_EXCEEDED /invoiceIds"])
    #expect(
      intake("{\"creditMemoIds\": \(ids(201))}").places == ["LIMIT_EXCEEDED /creditMemoIds"])
  }
}
