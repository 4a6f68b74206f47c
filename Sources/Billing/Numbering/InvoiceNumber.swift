package import CivilTime

/// The built-in sequence policy, in force while no other is defined (`domain.md`, "Numbering").
package enum InvoiceNumber {
  /// `INV-{YYYY of invoiceDate}-{SequenceValue}`, the value with at least six digits.
  package static func format(sequenceValue: Int64, invoiceDate: CivilDate) -> String {
    "INV-\(DigitText.padded(invoiceDate.year, to: 4))-\(DigitText.padded(sequenceValue, to: 6))"
  }
}

extension InvoiceNumber {
  /// How a number of the built-in sequence is written.
  static let builtInForm = "INV-YYYY-NNNNNN"

  /// Whether a number could come from the built-in sequence: `INV-`, four digits, `-`, and six
  /// digits or more.
  static func hasBuiltInForm(_ number: String) -> Bool {
    let parts = number.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return parts.count == 3 && parts[0].elementsEqual("INV".utf8) && parts[1].count == 4
      && parts[2].count >= 6
      && parts[1...].joined().allSatisfy {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
      }
  }
}
