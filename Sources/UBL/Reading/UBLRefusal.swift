/// Everything that keeps a file from being ingested: all that was found, not the first only.
package struct UBLRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// At least one, in the document's order.
  package let faults: [UBLError]
  /// The rest of the document, for what else is wrong with it; nil when the file could not be read as one.
  package let unsound: Unsound?

  /// A document that must not be sent: where an element is missing, something stands that is of the right form.
  package struct Unsound: Hashable, Sendable {
    package let document: UBLDocument
    /// Whether no amount is missing or in another currency: only then its sums say something.
    package let isCountable: Bool
  }

  package init(faults: [UBLError], unsound: Unsound? = nil) {
    self.faults = faults
    self.unsound = unsound
  }

  package var description: String { faults.map(\.description).joined(separator: "; ") }
}
