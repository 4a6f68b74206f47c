package import CivilTime

/// The built-in sequence policy, in force while no other is defined (`domain.md`, "Numbering").
package enum InvoiceNumber {
  /// `INV-{YYYY of invoiceDate}-{SequenceValue}`, the value with at least six digits.
  package static func format(sequenceValue: Int64, invoiceDate: CivilDate) -> String {
    "INV-\(padded(invoiceDate.year, to: 4))-\(padded(sequenceValue, to: 6))"
  }

  private static func padded(_ number: some BinaryInteger, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
