package import CivilTime

/// The built-in sequence policy of credit memos, in force while no other is defined for them (<doc:Numbering>).
package enum CreditMemoNumber {
  /// `CM-{YYYY of creditDate}-{SequenceValue}`, the value with at least six digits.
  package static func format(sequenceValue: Int64, creditDate: CivilDate) -> String {
    "CM-" + ASCIIDigits.text(creditDate.year, width: 4)
      + "-" + ASCIIDigits.text(Int(sequenceValue), width: 6)
  }
}
