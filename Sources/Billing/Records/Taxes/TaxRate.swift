package import CivilTime
package import Monetary

/// One row of the built-in rate table.
package struct TaxRate: Hashable, Sendable, Identifiable {
  package let id: RecordID<TaxRate>
  /// ISO 3166-1 alpha-2.
  package var country: String
  /// Compared with an address's `state` without case; absent = the whole country.
  package var region: String?
  package var taxCode: String
  package var name: String
  package var percent: ExactDecimal
  /// First day in force.
  package var effectiveFrom: CivilDate
  /// Last day in force, inclusive; absent = until further notice.
  package var effectiveTo: CivilDate?
  package var revision: Int64?

  package init(
    id: RecordID<TaxRate>,
    country: String,
    region: String? = nil,
    taxCode: String,
    name: String,
    percent: ExactDecimal,
    effectiveFrom: CivilDate,
    effectiveTo: CivilDate? = nil,
    revision: Int64? = nil
  ) {
    self.id = id
    self.country = country
    self.region = region
    self.taxCode = taxCode
    self.name = name
    self.percent = percent
    self.effectiveFrom = effectiveFrom
    self.effectiveTo = effectiveTo
    self.revision = revision
  }
}

extension TaxRate: RecordKind {
  package static var type: RecordType { .taxRate }
  package static var place: WritableKeyPath<RecordTables, [ID: TaxRate]> { \.taxRates }
  package var record: Record { .taxRate(self) }

  package var fieldFaults: [FieldFault] {
    var faults: [FieldFault] = []
    if let effectiveTo, effectiveTo < effectiveFrom {
      faults.append(
        FieldFault(
          field: "effectiveTo",
          sentence: "effectiveTo \(effectiveTo) is before effectiveFrom \(effectiveFrom)."))
    }
    if percent.isNegative {
      faults.append(FieldFault(field: "percent", sentence: "percent must not be negative."))
    }
    return faults
  }

  package func insert(into tables: inout RecordTables) { tables.insert(self) }
}
