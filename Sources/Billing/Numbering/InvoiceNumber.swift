package import CivilTime

/// The built-in sequence policy, in force while no other is defined (<doc:Numbering>).
package enum InvoiceNumber {
  /// `INV-{YYYY of invoiceDate}-{SequenceValue}`, the value with at least six digits.
  package static func format(sequenceValue: Int64, invoiceDate: CivilDate) -> String {
    "INV-\(DigitText.padded(invoiceDate.year, to: 4))-\(DigitText.padded(sequenceValue, to: 6))"
  }
}
