/// How a product is taxed: whether at all, and by which code the rates are found.
package struct TaxTreatment: Hashable, Sendable, Identifiable {
  package let id: RecordID<TaxTreatment>
  package var name: String
  package var isTaxable: Bool
  package var taxCode: String?
  /// UNCL5305; absent = S (<doc:Tax>).
  package var taxCategory: String?
  package var isDefault: Bool
  /// Why no tax is charged, as documents say it (BT-120).
  package var exemptionReason: String?
  /// The same as a code of the list VATEX (BT-121).
  package var exemptionReasonCode: String?
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
    var faults: [FieldFault] = []
    if isTaxable, taxCode == nil {
      faults.append(
        FieldFault(
          field: "taxCode",
          sentence: "A taxable treatment needs a taxCode, by which its rates are found."))
    }
    if let code = exemptionReasonCode, !DocumentCodes.exemptionReasons.contains(code) {
      faults.append(
        FieldFault(
          field: "exemptionReasonCode",
          sentence:
            "\(code) is no code of the list VATEX; VATEX-EU-AE, for example, is the reverse charge. A reason "
            + "in words is an exemptionReason."))
    }
    return faults
  }

  package func insert(into tables: inout RecordTables) {
    tables.taxTreatments[id] = self
    tables.defaultTaxTreatments.set(id, isDefault)
  }
}
