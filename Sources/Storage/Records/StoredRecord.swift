internal import Billing

/// A kind of record with a table of its own, one row a record and its identifier as the key.
protocol StoredRecord: RecordKind {
  static var table: Table { get }
  /// When its records are loaded for planning.
  static var loading: RecordLoading { get }

  /// Reads the columns of ``table``, in order.
  init(from row: inout RowDecoder) throws(StoreError)

  /// Writes the columns of ``table``, in order.
  func encode(into rows: inout RowBuffer) throws(StoreError)

  /// Stores records of these identifiers, in this order.
  static func write(
    _ ids: [String], of records: RecordTables, to database: any Database
  ) throws(StoreError)
}

/// Which records of a kind planning needs.
enum RecordLoading {
  /// Those named, by a request or by what it bills.
  case named
  /// Those, and the kind's default.
  case namedAndDefault
  /// All of them where something is billed; else those that a request names.
  case allForBilling
  /// Asked for by questions of their own.
  case apart
}

extension StoredRecord {
  static var loading: RecordLoading { .named }

  static func write(
    _ ids: [String], of records: RecordTables, to database: any Database
  ) throws(StoreError) {
    try upsert(ids, of: records, to: database)
  }

  /// Writes the rows, new or in place of older ones.
  static func upsert(
    _ ids: [String], of records: RecordTables, to database: any Database
  ) throws(StoreError) {
    let records = records[keyPath: place]
    var rows = RowBuffer(rows: ids.count, of: table.columns.count)
    for id in ids { try records[RecordID(id)]?.encode(into: &rows) }
    try database.write(.upsert(table), rows)
  }
}

extension Record {
  /// Every kind as it is stored, parents before their children, for a database that checks references row by row.
  static let storedKinds: [any StoredRecord.Type] = kinds.map { kind in
    guard let stored = kind as? any StoredRecord.Type else {
      // Traps on purpose: the register is the program's own, and a kind without a table is a mistake of ours.
      preconditionFailure("\(kind.type.rawValue) has no table: make it a StoredRecord")
    }
    return stored
  }
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
