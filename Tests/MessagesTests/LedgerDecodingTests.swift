import Billing
import Foundation
import Messages
import Monetary
import Testing

/// The requests about credit memos and payments.
@Suite struct LedgerDecodingTests {
  private func decode(_ type: String, _ body: String) -> Intake {
    RequestDecoder.decode(Requests.plain(body, type: type, queue: .manage))
  }

  private static let day = RecordSamples.date("2026-11-20")

  private func applications(_ count: Int) -> String {
    "["
      + (0..<count).map { #"{"invoiceId": "I\#($0)", "amount": "1"}"# }.joined(separator: ",")
      + "]"
  }

  private static let payment = #"""
    "paymentId": "P", "accountId": "A", "currency": "EUR", "amount": "100", "receivedDate": "2026-11-20"
    """#

  @Test func aPaymentIsRead() {
    let payment = RecordPayment.IncomingPayment(
      id: "P", accountId: "A", currency: EventSamples.money("0", "EUR").currency,
      amount: 100, receivedDate: Self.day)
    #expect(
      decode("payment.record.v1", "{\"payment\": {\(Self.payment)}}").request
        == RecordPayment(payment: payment))
    #expect(
      decode(
        "payment.record.v1", #"{"payment": {\#(Self.payment)}, "autoApply": "OldestFirst"}"#
      ).request == RecordPayment(payment: payment, settlement: .oldestFirst))
    let full = decode(
      "payment.record.v1",
      #"""
      {"payment": {\#(Self.payment), "method": "Card", "reference": "E2E",
        "savedPaymentMethodId": "SPM"}, "applications": [{"invoiceId": "I", "amount": "1.5"}],
       "effectiveDate": "2026-11-20"}
      """#)
    #expect(
      full.request
        == RecordPayment(
          payment: RecordPayment.IncomingPayment(
            id: "P", accountId: "A", currency: payment.currency, amount: 100,
            receivedDate: Self.day, method: "Card", reference: "E2E",
            savedPaymentMethodId: "SPM"),
          settlement: .applications([
            RequestedApplication(invoiceId: "I", amount: RecordSamples.decimal("1.5"))
          ]), effectiveDate: Self.day))
  }

  @Test("Applications or autoApply: both are refused at each, and neither where one is needed")
  func settlements() {
    let both = #""applications": \#(applications(1)), "autoApply": "OldestFirst""#
    let two = ["REQUEST_INVALID /applications", "REQUEST_INVALID /autoApply"]
    #expect(decode("payment.record.v1", "{\"payment\": {\(Self.payment)}, \(both)}").places == two)
    for (type, source) in [
      ("payment.apply.v1", "paymentId"), ("credit-memo.apply.v1", "creditMemoId"),
    ] {
      #expect(decode(type, #"{"\#(source)": "S", \#(both)}"#).places == two)
      #expect(decode(type, #"{"\#(source)": "S"}"#).places == two)
      func places(_ list: String) -> [String] {
        decode(type, #"{"\#(source)": "S", "applications": \#(list)}"#).places
      }
      #expect(places(applications(2_000)) == [])
      #expect(places(applications(2_001)) == ["LIMIT_EXCEEDED /applications"])
      #expect(places("[]") == ["REQUEST_INVALID /applications"])
      #expect(
        places(#"[{"invoiceId": "I", "amount": "1"}, {"invoiceId": "I", "amount": "2"}]"#)
          == ["REQUEST_INVALID /applications/1"])
      #expect(
        places(#"[{"invoiceId": "I", "amount": "0"}]"#)
          == ["REQUEST_INVALID /applications/0/amount"])
    }
    #expect(
      decode("payment.apply.v1", #"{"paymentId": "P", "autoApply": "OldestFirst"}"#).request
        == ApplyToInvoices(source: .payment("P"), settlement: .oldestFirst))
    #expect(
      decode(
        "credit-memo.apply.v1",
        #"{"creditMemoId": "M", "applications": [{"invoiceId": "I", "amount": "1"}]}"#
      ).request
        == ApplyToInvoices(
          source: .creditMemo("M"),
          settlement: .applications([RequestedApplication(invoiceId: "I", amount: 1)])))
  }

  @Test(
    "A payment has more than 0, in a currency that there is",
    arguments: [
      (#""amount": "0""#, "REQUEST_INVALID /payment/amount"),
      (#""amount": "-1""#, "REQUEST_INVALID /payment/amount"),
      (#""currency": "XYZ""#, "CURRENCY_UNKNOWN /payment/currency"),
      (#""receivedDate": "2026-02-30""#, "REQUEST_INVALID /payment/receivedDate"),
    ])
  func payments(member: String, place: String) throws {
    let name = member.prefix { $0 != ":" }
    let members = Self.payment.components(separatedBy: ", ").filter { !$0.hasPrefix(name) }
    let intake = decode(
      "payment.record.v1",
      "{\"payment\": {\((members + [member]).joined(separator: ", "))}}")
    #expect(intake.places == [place])
    // An unknown currency is well-formed.
    let isRejected = place.hasPrefix("REQUEST_INVALID")
    #expect(intake.refusal?.outcome == (isRejected ? .rejected : .failed))
  }

  @Test("Taking back names applications, or a payment and maybe one invoice of it")
  func takingBack() {
    #expect(
      decode("payment.unapply.v1", #"{"applicationIds": ["B", "A"]}"#).request
        == Unapply(kind: .ofPayments, target: .applications(["B", "A"])))
    #expect(
      decode("payment.unapply.v1", #"{"paymentId": "P", "invoiceId": "I"}"#).request
        == Unapply(kind: .ofPayments, target: .payment("P", invoiceId: "I")))
    #expect(
      decode(
        "credit-memo.unapply.v1", #"{"applicationIds": ["A"], "effectiveDate": "2026-11-20"}"#
      ).request
        == Unapply(kind: .ofCreditMemos, target: .applications(["A"]), effectiveDate: Self.day))
    let neither = ["REQUEST_INVALID /applicationIds", "REQUEST_INVALID /paymentId"]
    #expect(decode("payment.unapply.v1", "{}").places == neither)
    #expect(
      decode("payment.unapply.v1", #"{"applicationIds": ["A"], "paymentId": "P"}"#).places
        == neither)
    #expect(
      decode("payment.unapply.v1", #"{"applicationIds": ["A"], "invoiceId": "I"}"#).places
        == ["REQUEST_INVALID /invoiceId"])
    for type in ["payment.unapply.v1", "credit-memo.unapply.v1"] {
      let ids = (0...200).map { "\"A\($0)\"" }
      #expect(
        decode(type, "{\"applicationIds\": [\(ids.joined(separator: ","))]}").places
          == ["LIMIT_EXCEEDED /applicationIds"])
      #expect(
        decode(type, "{\"applicationIds\": [\(ids.dropLast().joined(separator: ","))]}").places
          == [])
      #expect(
        decode(type, #"{"applicationIds": ["A", "A"]}"#).places
          == ["REQUEST_INVALID /applicationIds/1"])
    }
    #expect(
      decode("credit-memo.unapply.v1", #"{"paymentId": "P"}"#).places
        == ["REQUEST_INVALID /applicationIds", "REQUEST_INVALID /paymentId"])
  }

  @Test("A refund is of a payment or of a credit memo")
  func refunds() {
    let members = #""refundId": "R", "amount": "7", "refundDate": "2026-11-20""#
    #expect(
      decode(
        "payment.refund.v1",
        #"""
        {\#(members), "paymentId": "P", "reference": "x",
         "takeBack": [{"invoiceId": "I", "amount": "7.00"}]}
        """#
      ).request
        == RecordRefund(
          refundId: "R", source: .payment("P"), amount: 7, refundDate: Self.day, reference: "x",
          takeBack: [RequestedApplication(invoiceId: "I", amount: 7)]))
    #expect(
      decode("payment.refund.v1", #"{\#(members), "creditMemoId": "M"}"#).request
        == RecordRefund(
          refundId: "R", source: .creditMemo("M"), amount: 7, refundDate: Self.day))
    let both = ["REQUEST_INVALID /paymentId", "REQUEST_INVALID /creditMemoId"]
    #expect(decode("payment.refund.v1", "{\(members)}").places == both)
    #expect(
      decode("payment.refund.v1", #"{\#(members), "paymentId": "P", "creditMemoId": "M"}"#).places
        == both)
    #expect(
      decode(
        "payment.refund.v1",
        #"""
        {\#(members), "paymentId": "P",
         "takeBack": [{"invoiceId": "I", "amount": "1"}, {"invoiceId": "I", "amount": "1"}]}
        """#
      ).places == ["REQUEST_INVALID /takeBack/1"])
  }

  @Test func aReversalHasOneOfFourReasons() {
    let members = #""reversalId": "R", "paymentId": "P", "reversalDate": "2026-11-20""#
    #expect(
      decode("payment.reverse.v1", #"{\#(members), "reason": "Chargeback"}"#).request
        == ReversePayment(
          reversalId: "R", paymentId: "P", reversalDate: Self.day, reason: .chargeback))
    #expect(
      decode("payment.reverse.v1", #"{\#(members), "reason": "Error", "amount": "5"}"#).request
        == ReversePayment(
          reversalId: "R", paymentId: "P", amount: 5, reversalDate: Self.day, reason: .error))
    #expect(
      decode("payment.reverse.v1", #"{\#(members), "reason": "Regret"}"#).places
        == ["REQUEST_INVALID /reason"])
  }

  private func memo(_ lines: String, _ more: String = "") -> Intake {
    decode(
      "credit-memo.create.v1",
      #"""
      {"creditMemo": {"accountId": "A", "currency": "EUR", "creditDate": "2026-11-20",
       "lines": \#(lines)}\#(more)}
      """#)
  }

  @Test func aCreditMemoIsRead() {
    let lines = #"""
      [{"name": "L", "amount": "10"}, {"name": "M", "amount": "5", "taxTreatmentId": "T",
       "tax": {"strategy": "Ignore"}}, {"name": "N", "amount": "4", "invoiceId": "I",
       "invoiceLineId": "l 1", "tax": {"strategy": "ManualOverride", "amount": "0"}}]
      """#
    #expect(
      memo(lines, #", "applications": [{"invoiceId": "I", "amount": "1"}]"#).request
        == CreateCreditMemo(
          accountId: "A", currency: EventSamples.money("0", "EUR").currency, creditDate: Self.day,
          lines: [
            CreateCreditMemo.Line(name: "L", amount: 10),
            CreateCreditMemo.Line(
              name: "M", amount: 5, taxTreatmentId: "T", taxStrategy: .ignore),
            CreateCreditMemo.Line(
              name: "N", amount: 4,
              invoiceLine: CreateCreditMemo.InvoiceLineName(
                invoiceId: "I", invoiceLineId: "l 1"),
              taxStrategy: .manualOverride, taxAmount: 0),
          ], applications: [RequestedApplication(invoiceId: "I", amount: 1)]))
    let line = #"{"name": "L", "amount": "10"}"#
    func count(_ count: Int) -> [String] {
      memo("[\(Array(repeating: line, count: count).joined(separator: ","))]").places
    }
    #expect(count(1_000) == [])
    #expect(count(1_001) == ["LIMIT_EXCEEDED /creditMemo/lines"])
    #expect(count(0) == ["REQUEST_INVALID /creditMemo/lines"])
  }

  @Test(
    "A line is stand-alone or of a line of an invoice, and its tax fits",
    arguments: [
      (
        #""taxTreatmentId": "T", "invoiceId": "I", "invoiceLineId": "l""#,
        ["taxTreatmentId", "invoiceId"]
      ),
      (#""invoiceId": "I""#, ["invoiceLineId"]), (#""invoiceLineId": "l""#, ["invoiceId"]),
      (#""tax": {"strategy": "CopyFromInvoiceLine"}"#, ["tax"]),
      (#""tax": {"strategy": "ManualOverride"}"#, ["tax/amount"]),
      (#""tax": {"strategy": "ManualOverride", "amount": "-1"}"#, ["tax/amount"]),
      (#""tax": {"strategy": "Ignore", "amount": "1"}"#, ["tax/amount"]),
      (#""tax": {}"#, ["tax/strategy"]),
    ])
  func memoLines(members: String, fields: [String]) {
    #expect(
      memo(#"[{"name": "L", "amount": "1", \#(members)}]"#).places
        == fields.map { "REQUEST_INVALID /creditMemo/lines/0/\($0)" })
  }

  @Test func aCreditMemoIsVoided() {
    #expect(
      decode("credit-memo.void.v1", #"{"creditMemoId": "M"}"#).request
        == VoidCreditMemo(creditMemoId: "M"))
    #expect(
      decode("credit-memo.void.v1", #"{"creditMemoId": "M", "unapply": true, "reason": "r"}"#)
        .request == VoidCreditMemo(creditMemoId: "M", unapplies: true, reason: "r"))
  }
}
