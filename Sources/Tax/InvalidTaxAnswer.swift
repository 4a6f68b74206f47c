/// Why an engine's answer cannot be used: a clause that goes with "the tax engine's answer".
struct InvalidTaxAnswer: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}
