package import Monetary

/// When an invoice is due (<doc:Lifecycle>): once, or in instalments.
package struct PaymentTerm: Hashable, Sendable, Identifiable {
  package let id: RecordID<PaymentTerm>
  package var name: String
  /// How the due date follows from the invoice date; of a term with instalments, that of the last.
  package private(set) var kind: Kind
  /// Days added, 0 or more.
  package private(set) var days: Int
  /// In order of due date; empty: the whole is due at once.
  package private(set) var instalments: [Instalment]
  package var isDefault: Bool
  package var revision: Int64?

  /// Due once.
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
    instalments = []
    self.isDefault = isDefault
    self.revision = revision
  }

  /// Due in instalments, of which there is at least one.
  package init(
    id: RecordID<PaymentTerm>,
    name: String,
    instalments: [Instalment],
    isDefault: Bool = false,
    revision: Int64? = nil
  ) {
    self.init(
      id: id, name: name, kind: instalments.last?.kind ?? .periodBased,
      days: instalments.last?.days ?? 0, isDefault: isDefault, revision: revision)
    self.instalments = instalments
  }

  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The invoice date plus `days`.
    case periodBased = "PeriodBased"
    /// The last day of the invoice date's month plus `days`.
    case endOfMonthPlus = "EndOfMonthPlus"
  }

  /// A part of what is payable, and when it is due.
  package struct Instalment: Hashable, Sendable {
    /// More than 0. The weights of a term need no certain sum: 1, 1, 1 are thirds.
    package let weight: ExactDecimal
    package let kind: Kind
    /// Days added, 0 or more.
    package let days: Int

    package init(weight: ExactDecimal, kind: Kind, days: Int) {
      self.weight = weight
      self.kind = kind
      self.days = days
    }
  }
}

extension PaymentTerm: RecordKind {
  package static var type: RecordType { .paymentTerm }
  package static var place: WritableKeyPath<RecordTables, [ID: PaymentTerm]> { \.paymentTerms }
  package var record: Record { .paymentTerm(self) }

  /// Two hundred years: a due date beyond the wire's range could not be written.
  package static let dayBounds = 0...73_000
  package static let mostInstalments = 36

  package var fieldFaults: [FieldFault] {
    guard !instalments.isEmpty else { return Self.faults(ofDays: days, in: "days") }
    guard instalments.count <= Self.mostInstalments else {
      return [
        FieldFault(
          field: "instalments",
          sentence: "A term has at most \(Self.mostInstalments) instalments.")
      ]
    }
    var faults: [FieldFault] = []
    for (index, part) in instalments.enumerated() {
      let place = "instalments/\(index)"
      faults += Self.faults(ofDays: part.days, in: "\(place)/days")
      if part.weight.isZero || part.weight.isNegative {
        faults.append(
          FieldFault(field: "\(place)/weight", sentence: "weight must be more than 0."))
      }
      if index > 0, part.mayBeDue(before: instalments[index - 1]) {
        faults.append(
          FieldFault(
            field: "\(place)/days",
            sentence: "On some invoice date this instalment would be due before the one before it. "
              + "Give it at least \(part.fewestDays(after: instalments[index - 1])) days, or "
              + "change their order."))
      }
    }
    return faults
  }

  private static func faults(ofDays days: Int, in field: String) -> [FieldFault] {
    let bounds = dayBounds
    return bounds.contains(days)
      ? []
      : [
        FieldFault(
          field: field,
          sentence:
            "days must be a whole number from \(bounds.lowerBound) to \(bounds.upperBound).")
      ]
  }

  package func insert(into tables: inout RecordTables) {
    tables.paymentTerms[id] = self
    tables.defaultPaymentTerms.set(id, isDefault)
  }
}

extension PaymentTerm.Instalment {
  /// The days with which it is never due before another, on whatever date the invoice is. From the end of a month back to
  /// its first day it is up to 31 days.
  fileprivate func fewestDays(after other: PaymentTerm.Instalment) -> Int {
    switch (other.kind, kind) {
    case (.periodBased, .periodBased), (.endOfMonthPlus, .endOfMonthPlus),
      (.periodBased, .endOfMonthPlus):
      other.days
    case (.endOfMonthPlus, .periodBased):
      // Bounds of what an earlier fault has named already.
      other.days > PaymentTerm.dayBounds.upperBound ? other.days : other.days + 31
    }
  }

  fileprivate func mayBeDue(before other: PaymentTerm.Instalment) -> Bool {
    days < fewestDays(after: other)
  }
}
