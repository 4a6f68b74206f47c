internal import Billing

/// A record that has a table of its own, with one row a record and its identifier as the key.
protocol StoredRecord: Identifiable where ID == RecordID<Self> {
  static var table: Table { get }

  /// Reads the columns of ``table``, in order.
  init(from row: inout RowDecoder) throws(StoreError)

  /// Writes the columns of ``table``, in order.
  func encode(into rows: inout RowBuffer) throws(StoreError)
}

extension Column {
  static let id = Column("id", .identifier)
  static let revision = Column("revision", .integer)

  /// The five columns of an address, named after its purpose; without one, plainly.
  static func address(_ purpose: String? = nil) -> [Column] {
    let prefix = purpose.map { $0 + "_" } ?? ""
    return ["street", "city", "postal_code", "state", "country"]
      .map { Column(prefix + $0, .text) }
  }

  /// The columns of ``InvoicingAttributes``.
  static let invoicingAttributes = [
    Column("bill_to_contact_id", .identifier), Column("payment_term_id", .identifier),
    Column("legal_entity_id", .identifier), Column("tax_treatment_id", .identifier),
    Column("saved_payment_method_id", .identifier), Column("invoice_group_type", .text),
    Column("custom_invoice_group_key", .text),
  ]
}

extension InvoicingAttributes {
  init(from row: inout RowDecoder) throws(StoreError) {
    self.init(
      billToContactId: try row.optionalID(), paymentTermId: try row.optionalID(),
      legalEntityId: try row.optionalID(), taxTreatmentId: try row.optionalID(),
      savedPaymentMethodId: try row.optionalText(), invoiceGroupType: try row.optionalValue(),
      customInvoiceGroupKey: try row.optionalText())
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(billToContactId)
    rows.append(paymentTermId)
    rows.append(legalEntityId)
    rows.append(taxTreatmentId)
    rows.append(savedPaymentMethodId)
    rows.append(invoiceGroupType?.rawValue)
    rows.append(customInvoiceGroupKey)
  }
}
