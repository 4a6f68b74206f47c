/// When an invoice is due (<doc:Lifecycle>).
package struct PaymentTerm: Hashable, Sendable, Identifiable {
  package let id: RecordID<PaymentTerm>
  package var name: String
  package var kind: Kind
  /// Days added, 0 or more.
  package var days: Int
  package var isDefault: Bool
  package var revision: Int64?

  package init(
    id: RecordID<PaymentTerm>,
    name: String,
    kind: Kind,
    days: Int,
    isDefault: Bool = false,
    revision: Int64? = nil
  ) {
    self.id = id
    self.name = name
    self.kind = kind
    self.days = days
    self.isDefault = isDefault
    self.revision = revision
  }

  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The invoice date plus `days`.
    case periodBased = "PeriodBased"
    /// The last day of the invoice date's month plus `days`.
    case endOfMonthPlus = "EndOfMonthPlus"
  }
}

extension PaymentTerm: RecordKind {
  package static var type: RecordType { .paymentTerm }
  package static var place: WritableKeyPath<RecordTables, [ID: PaymentTerm]> { \.paymentTerms }
  package var record: Record { .paymentTerm(self) }

  /// Two hundred years: a due date beyond the wire's range could not be written.
  package static let dayBounds = 0...73_000

  package var fieldFaults: [FieldFault] {
    let bounds = Self.dayBounds
    return bounds.contains(days)
      ? []
      : [
        FieldFault(
          field: "days",
          sentence:
            "days must be a whole number from \(bounds.lowerBound) to \(bounds.upperBound).")
      ]
  }

  package func insert(into tables: inout RecordTables) {
    tables.paymentTerms[id] = self
    tables.defaultPaymentTerms.set(id, isDefault)
  }
}
