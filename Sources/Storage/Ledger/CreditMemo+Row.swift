internal import Billing
internal import Monetary

extension CreditMemo {
  static let table = Table(
    "credit_memo", key: ["id"],
    [
      Column("id", .identifier), Column("credit_memo_number", .text),
      Column("number_policy_id", .identifier), Column("number_value", .integer),
      Column("account_id", .identifier), Column("account_name", .text), Column("currency", .text),
      Column("legal_entity_id", .identifier), Column("credit_date", .date),
      Column("source_action", .text), Column("invoice_id", .identifier),
      Column("reason_code", .text), Column("description", .text),
      Column("unique_identifier", .text), Column("total_amount", .decimal),
      Column("total_tax_amount", .decimal), Column("total_amount_with_tax", .decimal),
      Column("prepaid_amount", .decimal), Column("payable_rounding", .decimal),
      Column("credited_amount", .decimal), Column("recorded_date", .date),
      Column("request_source", .identifier), Column("request_identifier", .identifier),
    ] + stateColumns)

  /// What of a stored memo changes. The last two follow from the others.
  static let stateColumns = [
    Column("status", .text), Column("applied_amount", .decimal),
    Column("refunded_amount", .decimal), Column("voided_date", .date), Column("void_reason", .text),
    Column("balance", .decimal), Column("is_open", .boolean),
  ]

  /// Without its lines, which are rows of their own.
  init(headFrom row: inout RowDecoder) throws(StoreError) {
    let id: CreditMemo.ID = try row.id()
    let number = try row.text()
    let origin = try NumberOrigin.optional(from: &row)
    let accountId: Account.ID = try row.id()
    let accountName = try row.optionalText()
    let currency = try row.currency()
    let legalEntityId: LegalEntity.ID? = try row.optionalID()
    let creditDate = try row.date()
    let sourceAction: SourceAction = try row.value()
    let invoiceId: Invoice.ID? = try row.optionalID()
    let reasonCode = try row.optionalText()
    let description = try row.optionalText()
    let uniqueIdentifier = try row.optionalText()
    let total = try row.money(currency)
    let tax = try row.money(currency)
    let withTax = try row.money(currency)
    let prepaid = try row.money(currency)
    let rounding = try row.money(currency)
    self.init(
      id: id, accountId: accountId, accountName: accountName, currency: currency,
      legalEntityId: legalEntityId, creditDate: creditDate, sourceAction: sourceAction,
      invoiceId: invoiceId, lines: [], totalAmount: total, totalTaxAmount: tax,
      totalAmountWithTax: withTax, credited: try row.money(currency),
      recordedDate: try row.date(),
      request: RequestKey(source: try row.text(), identifier: try row.text()))
    self.number = number
    numberOrigin = origin
    self.reasonCode = reasonCode
    self.description = description
    self.uniqueIdentifier = uniqueIdentifier
    prepaidAmount = prepaid
    payableRounding = rounding
    status = try row.value()
    applied = try row.money(currency)
    refunded = try row.money(currency)
    voidedDate = try row.optionalDate()
    voidReason = try row.optionalText()
    _ = try row.decimal()
    _ = try row.boolean()
  }

  /// - Throws: ``StoreError`` of kind ``StoreError/Kind/fault`` for a memo that was given no number: it is numbered before it
  ///   is stored.
  func encodeHead(into rows: inout RowBuffer) throws(StoreError) {
    guard let number else {
      throw StoreError(.fault, "a credit memo without a number cannot be stored")
    }
    rows.append(id)
    rows.append(number)
    numberOrigin.encode(into: &rows)
    rows.append(accountId)
    rows.append(accountName)
    rows.append(currency.code)
    rows.append(legalEntityId)
    rows.append(creditDate)
    rows.append(sourceAction)
    rows.append(invoiceId)
    rows.append(reasonCode)
    rows.append(description)
    rows.append(uniqueIdentifier)
    rows.append(totalAmount)
    rows.append(totalTaxAmount)
    rows.append(totalAmountWithTax)
    rows.append(prepaidAmount)
    rows.append(payableRounding)
    rows.append(credited)
    rows.append(recordedDate)
    rows.append(request.source)
    rows.append(request.identifier)
    encodeState(into: &rows)
  }

  func encodeState(into rows: inout RowBuffer) {
    rows.append(status)
    rows.append(applied)
    rows.append(refunded)
    rows.append(voidedDate)
    rows.append(voidReason)
    rows.append(balance)
    rows.append(!balance.isZero)
  }
}
