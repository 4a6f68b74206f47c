/// Everything that keeps a file from being ingested: all that was found, not the first only.
package struct UBLRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// At least one, in the document's order.
  package let faults: [UBLError]

  package init(faults: [UBLError]) {
    self.faults = faults
  }

  package var description: String { faults.map(\.description).joined(separator: "; ") }
}
