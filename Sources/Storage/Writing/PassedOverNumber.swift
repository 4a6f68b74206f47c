internal import Billing

/// A value of a sequence that no document is given, because a document of the same legal entity bears its number already.
package struct PassedOverNumber: Hashable, Sendable {
  package let sequence: NumberSequence
  package let value: Int64
  package let number: IssuedNumber

  package init(_ sequence: NumberSequence, value: Int64, number: IssuedNumber) {
    self.sequence = sequence
    self.value = value
    self.number = number
  }

  static let table = Table(
    "passed_over_number", key: ["sequence", "value"],
    [
      Column("sequence", .identifier), Column("value", .integer), Column("number", .text),
      Column("legal_entity_id", .identifier),
    ])

  func encode(into rows: inout RowBuffer) {
    rows.append(SequenceCounter.name(of: sequence))
    rows.append(value)
    rows.append(number.number)
    rows.append(number.legalEntityId)
  }
}
