/// Why no document can be made of an invoice: everything that EN 16931 needs and the invoice lacks, or that EN 16931 cannot say,
/// each with the record and member to complete, or the line and the rule (<doc:Documents#What-cannot-be-said>).
package struct DocumentIncomplete: Error, Hashable, Sendable {
  /// Of code ``ErrorCode/documentIncomplete``; never empty.
  package let faults: [Fault]
}
