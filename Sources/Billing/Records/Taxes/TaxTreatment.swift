/// How a product is taxed: whether at all, and by which code the rates are found.
package struct TaxTreatment: Hashable, Sendable, Identifiable {
  package let id: RecordID<TaxTreatment>
  package var name: String
  package var isTaxable: Bool
  package var taxCode: String?
  /// UNCL5305; absent = S (<doc:Tax>).
  package var taxCategory: String?
  package var isDefault: Bool
  package var revision: Int64?

  package init(
    id: RecordID<TaxTreatment>,
    name: String,
    isTaxable: Bool,
    taxCode: String? = nil,
    taxCategory: String? = nil,
    isDefault: Bool = false,
    revision: Int64? = nil
  ) {
    self.id = id
    self.name = name
    self.isTaxable = isTaxable
    self.taxCode = taxCode
    self.taxCategory = taxCategory
    self.isDefault = isDefault
    self.revision = revision
  }
}

extension TaxTreatment: RecordKind {
  package static var type: RecordType { .taxTreatment }
  package static var place: WritableKeyPath<RecordTables, [ID: TaxTreatment]> { \.taxTreatments }
  package var record: Record { .taxTreatment(self) }

  package var fieldFaults: [FieldFault] {
    isTaxable && taxCode == nil
      ? [
        FieldFault(
          field: "taxCode",
          sentence: "A taxable treatment needs a taxCode, by which its rates are found.")
      ] : []
  }

  package func insert(into tables: inout RecordTables) {
    tables.taxTreatments[id] = self
    tables.defaultTaxTreatments.set(id, isDefault)
  }
}
