package import CivilTime

/// The built-in sequence policy, in force while no other is defined (<doc:Numbering>).
package enum InvoiceNumber {
  /// `INV-{YYYY of invoiceDate}-{SequenceValue}`, the value with at least six digits.
  package static func format(sequenceValue: Int64, invoiceDate: CivilDate) -> String {
    "INV-" + ASCIIDigits.text(invoiceDate.year, width: 4)
      + "-" + ASCIIDigits.text(Int(sequenceValue), width: 6)
  }

  /// Whether this policy may give out the number, for an invoice of some date.
  package static func matches(_ number: String) -> Bool {
    let text = Array(number.utf8)
    let value = 9
    guard text.starts(with: "INV-".utf8), text.count >= value + 6,
      text[value - 1] == UInt8(ascii: "-")
    else { return false }
    let digits = text[4..<(value - 1)] + text[value...]
    return digits.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
  }
}
