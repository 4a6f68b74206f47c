internal import Billing
internal import Monetary

extension IngestedDetails {
  static let table = Table(
    "ingested_invoice", key: ["invoice_id"],
    [
      Column("invoice_id", .identifier), Column("document_type", .text),
      Column("unique_identifier", .text), Column("reference_type", .text),
      Column("reference_id", .identifier),
      Column("currency", .text), Column("prepaid_amount", .decimal),
      Column("payable_rounding", .decimal), Column("seller_id", .text),
      Column("seller_name", .text), Column("seller_vat_id", .text), Column("terms", .text),
    ])

  init(afterKeyFrom row: inout RowDecoder) throws(StoreError) {
    let documentType: DocumentType = try row.value()
    let uniqueIdentifier = try row.optionalText()
    let type: RecordType? = try row.optionalValue()
    let id = try row.optionalText()
    let currency = try row.currency()
    let reference: ReferenceEntity? =
      switch (type, id) {
      case (.order?, let id?): .order(Order.ID(id))
      case (.debitMemo?, let id?): .debitMemo(DebitMemo.ID(id))
      case (nil, nil): nil
      default: throw row.unreadable("reference")
      }
    let prepaidAmount = try row.money(currency)
    let payableRounding = try row.money(currency)
    let sellerId = try row.optionalText()
    let sellerName = try row.optionalText()
    let vatId = try row.optionalText()
    self.init(
      documentType: documentType, uniqueIdentifier: uniqueIdentifier,
      referenceEntity: reference, prepaidAmount: prepaidAmount,
      payableRounding: payableRounding,
      seller: sellerId.map { DocumentSeller(id: $0, name: sellerName, vatId: vatId) })
    if let tree = try row.terms() { terms = DocumentTerms(tree) }
  }

  func encode(into rows: inout RowBuffer, invoiceId: Invoice.ID) {
    rows.append(invoiceId)
    rows.append(documentType)
    rows.append(uniqueIdentifier)
    rows.append(referenceEntity?.record.type.rawValue)
    rows.append(referenceEntity?.record.id)
    rows.append(prepaidAmount.currency.code)
    rows.append(prepaidAmount)
    rows.append(payableRounding)
    rows.append(seller?.id)
    rows.append(seller?.name)
    rows.append(seller?.vatId)
    rows.append(TermTree.storedText(terms.members))
  }
}

extension AddressGroup {
  static let table = Table(
    "ingested_address", key: ["invoice_id", "position"],
    [
      Column("invoice_id", .identifier), Column("position", .integer), Column("label", .text),
      Column("street", .text), Column("city", .text), Column("postal_code", .text),
      Column("state", .text), Column("country", .text),
    ])

  init(afterKeyFrom row: inout RowDecoder) throws(StoreError) {
    self.init(label: try row.text(), address: try row.address())
  }

  func encode(into rows: inout RowBuffer, invoiceId: Invoice.ID, position: Int) {
    rows.append(invoiceId)
    rows.append(position)
    rows.append(label)
    rows.append(address)
  }
}

extension ThirdPartyAmount {
  static let table = Table(
    "ingested_third_party_amount", key: ["invoice_id", "position"],
    [
      Column("invoice_id", .identifier), Column("position", .integer),
      Column("amount", .decimal), Column("description", .text),
    ])

  init(afterKeyFrom row: inout RowDecoder) throws(StoreError) {
    self.init(amount: try row.decimal(), description: try row.optionalText())
  }

  func encode(into rows: inout RowBuffer, invoiceId: Invoice.ID, position: Int) {
    rows.append(invoiceId)
    rows.append(position)
    rows.append(amount)
    rows.append(description)
  }
}
