internal import Billing
internal import Monetary

extension Invoice {
  static let table = Table(
    "invoice", key: ["id"],
    [
      .id, Column("invoice_number", .text), Column("status", .text),
      Column("creation_mode", .text), Column("account_id", .identifier),
      Column("currency", .text), Column("invoice_date", .date), Column("due_date", .date),
      Column("posted_date", .date), Column("bill_to_contact_id", .identifier),
      Column("bill_to_name", .text), Column("bill_to_email", .text),
      Column("payment_term_id", .identifier), Column("legal_entity_id", .identifier),
      Column("grouping_key", .text),
    ] + Column.address("billing") + Column.address("shipping") + [
      Column("total_amount", .decimal), Column("total_tax_amount", .decimal),
      Column("total_amount_with_tax", .decimal), Column("balance", .decimal),
      Column("settlement_status", .text), Column("request_source", .identifier),
      Column("request_identifier", .identifier), Column("account_name", .text),
      Column("seller_name", .text),
    ] + Column.address("seller") + [
      Column("seller_tax_registration_number", .text),
      Column("billing_contract_id", .identifier), Column("number_scope", .text),
      Column("status_reason", .text),
    ] + settlementColumns)

  /// What version 13 added: what became of it after the draft.
  private static let settlementColumns = [
    Column("payable", .decimal), Column("paid_amount", .decimal),
    Column("credited_amount", .decimal), Column("written_off_amount", .decimal),
    Column("converted_amount", .decimal), Column("version", .integer),
    Column("voided_date", .date), Column("reason_code", .text),
    Column("full_settlement_date", .date), Column("description", .text),
    Column("purchase_order_number", .text), Column("saved_payment_method_id", .text),
    Column("overdue_told_through", .date), Column("number_policy_id", .identifier),
    Column("number_value", .integer), Column("is_credit_note", .boolean),
    Column("next_due_date", .date), Column("next_overdue_date", .date),
    Column("document", .text),
  ]

  /// By which a changed row is found to be the one that was read.
  static let versionColumn = Column("version", .integer)

  /// The head; the lines are rows of their own.
  init(headFrom row: inout RowDecoder) throws(StoreError) {
    let id: Invoice.ID = try row.id()
    let number = try row.optionalText()
    let status: InvoiceStatus = try row.value()
    let creationMode: CreationMode = try row.value()
    let accountId: Account.ID = try row.id()
    let currency = try row.currency()
    self.init(
      id: id, number: number, status: status, creationMode: creationMode, accountId: accountId,
      currency: currency, invoiceDate: try row.date(), dueDate: try row.date(),
      postedDate: try row.optionalDate(),
      billToContact: BillTo(
        contactId: try row.optionalID(), name: try row.text(), email: try row.optionalText()),
      paymentTermId: try row.optionalID(), legalEntityId: try row.optionalID(),
      groupingKey: try row.text(), lines: [], billingAddress: try row.address(),
      shippingAddress: try row.optionalAddress(), totalAmount: try row.money(currency),
      totalTaxAmount: try row.money(currency), totalAmountWithTax: try row.money(currency),
      balance: try row.money(currency), settlementStatus: try row.value(),
      request: RequestKey(source: try row.text(), identifier: try row.text()))
    accountName = try row.optionalText()
    let sellerName = try row.optionalText()
    let sellerAddress = try row.optionalAddress()
    let taxRegistrationNumber = try row.optionalText()
    if let sellerName, let sellerAddress {
      seller = Seller(
        name: sellerName, address: sellerAddress, taxRegistrationNumber: taxRegistrationNumber)
    }
    billingContractId = try row.optionalID()
    // Follows from what the invoice holds; only the database's unique key needs it.
    _ = try row.optionalText()
    reason = try row.optionalText()
    try readSettlement(from: &row)
  }

  /// Three of the columns follow from the others: for the database's constraints and indexes.
  private mutating func readSettlement(from row: inout RowDecoder) throws(StoreError) {
    payable = try row.money(currency)
    settled = SettledAmounts(
      paid: try row.money(currency), credited: try row.money(currency),
      writtenOff: try row.money(currency), converted: try row.money(currency))
    version = try row.integer()
    voidedDate = try row.optionalDate()
    reasonCode = try row.optionalText()
    fullSettlementDate = try row.optionalDate()
    description = try row.optionalText()
    purchaseOrderNumber = try row.optionalText()
    savedPaymentMethodId = try row.optionalText()
    overdueToldThrough = try row.optionalDate()
    numberOrigin = try NumberOrigin.optional(from: &row)
    _ = try row.boolean()
    _ = try row.optionalDate()
    _ = try row.optionalDate()
    document = try row.documentSnapshot()
  }

  /// For a row that is found by the version that was read; without one for a new row.
  func encodeHead(into rows: inout RowBuffer, storedVersion: Int64? = nil) {
    rows.append(id)
    if let storedVersion { rows.append(storedVersion) }
    rows.append(number)
    rows.append(status)
    rows.append(creationMode)
    rows.append(accountId)
    rows.append(currency.code)
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
    rows.append(balance)
    rows.append(settlementStatus)
    rows.append(request.source)
    rows.append(request.identifier)
    rows.append(accountName)
    rows.append(seller?.name)
    rows.append(seller?.address)
    rows.append(seller?.taxRegistrationNumber)
    rows.append(billingContractId)
    rows.append(creationMode == .external ? numberScope.text : nil)
    rows.append(reason)
    encodeSettlement(into: &rows)
  }

  private func encodeSettlement(into rows: inout RowBuffer) {
    rows.append(payable)
    rows.append(settled.paid)
    rows.append(settled.credited)
    rows.append(settled.writtenOff)
    rows.append(settled.converted)
    rows.append(version)
    rows.append(voidedDate)
    rows.append(reasonCode)
    rows.append(fullSettlementDate)
    rows.append(description)
    rows.append(purchaseOrderNumber)
    rows.append(savedPaymentMethodId)
    rows.append(overdueToldThrough)
    numberOrigin.encode(into: &rows)
    rows.append(ingested?.documentType == .creditNote)
    rows.append(nextDueDate)
    rows.append(nextOverdueDate)
    rows.append(document?.storedText)
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
