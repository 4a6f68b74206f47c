/// Requests about what follows after a draft, with everything filled in that a test does not care about.
extension SampleRequest {
  private static func invoices(
    _ type: String, _ id: String, _ invoices: [String], _ more: JSONLiteral
  ) -> SampleRequest {
    let named: JSONLiteral = ["invoiceIds": .array(invoices.map { .text($0) })]
    return SampleRequest(type, id: id, named.adding(more))
  }

  package static func post(
    id: String = newIdentifier(), _ invoices: [String], _ more: JSONLiteral = [:]
  ) -> SampleRequest {
    Self.invoices("invoice.post.v1", id, invoices, more)
  }

  package static func cancel(
    id: String = newIdentifier(), _ invoices: [String], _ more: JSONLiteral = [:]
  ) -> SampleRequest {
    Self.invoices("invoice.cancel.v1", id, invoices, more)
  }

  package static func void(
    id: String = newIdentifier(), _ invoices: [String], _ more: JSONLiteral = [:]
  ) -> SampleRequest {
    Self.invoices("invoice.void.v1", id, invoices, more)
  }

  package static func update(
    id: String = newIdentifier(), _ invoice: String, _ set: JSONLiteral,
    expectedVersion: Int? = nil
  ) -> SampleRequest {
    var body: JSONLiteral = ["invoiceId": .text(invoice), "set": set]
    if let expectedVersion {
      body = body.adding(["expectedVersion": .number(String(expectedVersion))])
    }
    return SampleRequest("invoice.update.v1", id: id, body)
  }

  package static func writeOff(
    id: String = newIdentifier(), _ invoice: String, _ more: JSONLiteral = [:]
  ) -> SampleRequest {
    let item: JSONLiteral = ["invoiceId": .text(invoice), "reasonCode": "BadDebt"]
    return SampleRequest(
      "invoice.write-off.v1", id: id, ["invoices": .array([item.adding(more)])])
  }

  package static func convertToCredit(
    id: String = newIdentifier(), _ invoice: String, _ more: JSONLiteral = [:]
  ) -> SampleRequest {
    let body: JSONLiteral = ["invoiceId": .text(invoice)]
    return SampleRequest("invoice.convert-to-credit.v1", id: id, body.adding(more))
  }

  private static func applications(_ amounts: [(String, String)]) -> JSONLiteral {
    .array(amounts.map { ["invoiceId": .text($0.0), "amount": .text($0.1)] })
  }

  /// `payment.record.v1`, received long ago.
  package static func pay(
    id: String = newIdentifier(), _ payment: String, of account: String, _ amount: String,
    currency: String = "USD", to amounts: [(String, String)]? = nil, _ more: JSONLiteral = [:]
  ) -> SampleRequest {
    var body: JSONLiteral = [
      "payment": [
        "paymentId": .text(payment), "accountId": .text(account), "currency": .text(currency),
        "amount": .text(amount), "receivedDate": "2025-01-15",
      ]
    ]
    if let amounts { body = body.adding(["applications": applications(amounts)]) }
    return SampleRequest("payment.record.v1", id: id, body.adding(more))
  }

  package static func applyPayment(
    id: String = newIdentifier(), _ payment: String, to amounts: [(String, String)],
    _ more: JSONLiteral = [:]
  ) -> SampleRequest {
    let body: JSONLiteral = [
      "paymentId": .text(payment), "applications": applications(amounts),
    ]
    return SampleRequest("payment.apply.v1", id: id, body.adding(more))
  }

  package static func unapplyPayment(
    id: String = newIdentifier(), _ body: JSONLiteral
  ) -> SampleRequest {
    SampleRequest("payment.unapply.v1", id: id, body)
  }

  package static func refund(
    id: String = newIdentifier(), _ refund: String, _ amount: String, of source: JSONLiteral,
    date: String, _ more: JSONLiteral = [:]
  ) -> SampleRequest {
    let body: JSONLiteral = [
      "refundId": .text(refund), "amount": .text(amount), "refundDate": .text(date),
    ]
    return SampleRequest("payment.refund.v1", id: id, body.adding(source).adding(more))
  }

  package static func reverse(
    id: String = newIdentifier(), _ reversal: String, of payment: String, date: String,
    _ more: JSONLiteral = [:]
  ) -> SampleRequest {
    let body: JSONLiteral = [
      "reversalId": .text(reversal), "paymentId": .text(payment), "reversalDate": .text(date),
      "reason": "Chargeback",
    ]
    return SampleRequest("payment.reverse.v1", id: id, body.adding(more))
  }

  /// `credit-memo.create.v1`, stand-alone and without tax.
  package static func credit(
    id: String = newIdentifier(), account: String, _ amount: String, date: String,
    currency: String = "USD", to amounts: [(String, String)]? = nil
  ) -> SampleRequest {
    var body: JSONLiteral = [
      "creditMemo": [
        "accountId": .text(account), "currency": .text(currency), "creditDate": .text(date),
        "lines": [["name": "Goodwill", "amount": .text(amount), "tax": ["strategy": "Ignore"]]],
      ]
    ]
    if let amounts { body = body.adding(["applications": applications(amounts)]) }
    return SampleRequest("credit-memo.create.v1", id: id, body)
  }

  package static func applyMemo(
    id: String = newIdentifier(), _ memo: String, to amounts: [(String, String)]
  ) -> SampleRequest {
    SampleRequest(
      "credit-memo.apply.v1", id: id,
      ["creditMemoId": .text(memo), "applications": applications(amounts)])
  }

  package static func voidMemo(
    id: String = newIdentifier(), _ memo: String, unapply: Bool = false
  ) -> SampleRequest {
    SampleRequest(
      "credit-memo.void.v1", id: id, ["creditMemoId": .text(memo), "unapply": .flag(unapply)])
  }
}
