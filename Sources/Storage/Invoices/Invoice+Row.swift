internal import Billing
internal import Monetary

extension Invoice {
  static let table = Table(
    "invoice", key: ["id"],
    // The currency before the amounts, which are read by it.
    [.id, Column("currency", .text)] + figureColumns + statusColumns + [
      Column("invoice_number", .text), Column("creation_mode", .text),
      Column("account_id", .identifier), Column("invoice_date", .date), Column("due_date", .date),
      Column("posted_date", .date), Column("bill_to_contact_id", .identifier),
      Column("bill_to_name", .text), Column("bill_to_email", .text),
      Column("payment_term_id", .identifier), Column("legal_entity_id", .identifier),
      Column("grouping_key", .text),
    ] + Column.address("billing") + Column.address("shipping") + [
      Column("total_amount", .decimal), Column("total_tax_amount", .decimal),
      Column("total_amount_with_tax", .decimal), Column("request_source", .identifier),
      Column("request_identifier", .identifier), Column("account_name", .text),
      Column("seller_name", .text),
    ] + Column.address("seller") + [
      Column("seller_tax_registration_number", .text),
      Column("billing_contract_id", .identifier),
    ] + laterColumns)

  /// What later versions added and no settlement changes.
  private static let laterColumns = [
    Column("payable", .decimal), Column("description", .text),
    Column("purchase_order_number", .text), Column("saved_payment_method_id", .text),
    Column("number_policy_id", .identifier), Column("number_value", .integer),
    Column("is_credit_note", .boolean), Column("invoice_run_id", .identifier),
    Column("document", .text), Column("are_taxes_quoted", .boolean),
  ]

  /// The head; the lines are rows of their own.
  init(headFrom row: inout RowDecoder) throws(StoreError) {
    let id: Invoice.ID = try row.id()
    let currency = try row.currency()
    let changing = try ChangingColumns(from: &row, currency)
    let number = try row.optionalText()
    let creationMode: CreationMode = try row.value()
    let accountId: Account.ID = try row.id()
    let invoiceDate = try row.date()
    let dueDate = try row.date()
    let postedDate = try row.optionalDate()
    let billTo = BillTo(
      contactId: try row.optionalID(), name: try row.text(), email: try row.optionalText())
    let paymentTermId: PaymentTerm.ID? = try row.optionalID()
    let legalEntityId: LegalEntity.ID? = try row.optionalID()
    let groupingKey = try row.text()
    let billingAddress = try row.address()
    let shippingAddress = try row.optionalAddress()
    let total = try row.money(currency)
    let tax = try row.money(currency)
    let withTax = try row.money(currency)
    let request = RequestKey(source: try row.text(), identifier: try row.text())
    // All at once: what is set later is set on a copy of what is shared.
    self.init(
      id: id, number: number, status: changing.status, creationMode: creationMode,
      accountId: accountId, accountName: try row.optionalText(),
      seller: try Seller.optional(from: &row), billingContractId: try row.optionalID(),
      currency: currency, invoiceDate: invoiceDate, dueDate: dueDate, postedDate: postedDate,
      billToContact: billTo,
      paymentTermId: paymentTermId, legalEntityId: legalEntityId, groupingKey: groupingKey,
      lines: [], billingAddress: billingAddress, shippingAddress: shippingAddress,
      totalAmount: total, totalTaxAmount: tax, totalAmountWithTax: withTax,
      balance: changing.balance, settlementStatus: changing.settlementStatus, request: request)
    settled = changing.settled
    version = changing.version
    fullSettlementDate = changing.fullSettlementDate
    overdueReportedThrough = changing.overdueReportedThrough
    reason = changing.reason
    voidedDate = changing.voidedDate
    reasonCode = changing.reasonCode
    try readLaterColumns(from: &row)
  }

  private mutating func readLaterColumns(from row: inout RowDecoder) throws(StoreError) {
    payable = try row.money(currency)
    description = try row.optionalText()
    purchaseOrderNumber = try row.optionalText()
    savedPaymentMethodId = try row.optionalText()
    numberOrigin = try NumberOrigin.optional(from: &row)
    // Whether it is a credit note: for the database's constraints.
    _ = try row.boolean()
    invoiceRunId = try row.optionalID()
    document = try row.documentSnapshot()
    areTaxesQuoted = try row.boolean()
  }

  /// For a new row.
  func encodeHead(into rows: inout RowBuffer) {
    rows.append(id)
    encodeAllButKey(into: &rows)
  }

  func encodeAllButKey(into rows: inout RowBuffer) {
    rows.append(currency.code)
    encodeFigures(into: &rows)
    encodeStatus(into: &rows)
    rows.append(number)
    rows.append(creationMode)
    rows.append(accountId)
    rows.append(invoiceDate)
    rows.append(dueDate)
    rows.append(postedDate)
    rows.append(billToContact.contactId)
    rows.append(billToContact.name)
    rows.append(billToContact.email)
    rows.append(paymentTermId)
    rows.append(legalEntityId)
    rows.append(groupingKey)
    rows.append(billingAddress)
    rows.append(shippingAddress)
    rows.append(totalAmount)
    rows.append(totalTaxAmount)
    rows.append(totalAmountWithTax)
    rows.append(request.source)
    rows.append(request.identifier)
    rows.append(accountName)
    rows.append(seller?.name)
    rows.append(seller?.address)
    rows.append(seller?.taxRegistrationNumber)
    rows.append(billingContractId)
    rows.append(payable)
    rows.append(description)
    rows.append(purchaseOrderNumber)
    rows.append(savedPaymentMethodId)
    numberOrigin.encode(into: &rows)
    rows.append(isCreditNote)
    rows.append(invoiceRunId)
    rows.append(document?.storedText)
    rows.append(areTaxesQuoted)
  }
}

extension Invoice.Seller {
  /// nil where no legal entity was named.
  fileprivate static func optional(
    from row: inout RowDecoder
  ) throws(StoreError) -> Invoice.Seller? {
    let name = try row.optionalText()
    let address = try row.optionalAddress()
    let taxRegistrationNumber = try row.optionalText()
    guard let name, let address else { return nil }
    return Invoice.Seller(
      name: name, address: address, taxRegistrationNumber: taxRegistrationNumber)
  }
}

extension NumberOrigin {
  static func optional(from row: inout RowDecoder) throws(StoreError) -> NumberOrigin? {
    let policyId: SequencePolicy.ID? = try row.optionalID()
    return try row.optionalInteger().map { NumberOrigin(policyId: policyId, value: $0) }
  }
}

extension NumberOrigin? {
  func encode(into rows: inout RowBuffer) {
    rows.append(self?.policyId)
    rows.append(self?.value)
  }
}
