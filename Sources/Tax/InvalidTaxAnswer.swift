/// Why an engine's answer cannot be used: a clause that goes with "the tax engine's answer".
package struct InvalidTaxAnswer: Error, Hashable, Sendable {
  package let reason: String

  init(_ reason: String) { self.reason = reason }
}
