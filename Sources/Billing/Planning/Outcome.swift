/// How a request ended (<doc:Events>).
package enum Outcome: String, Hashable, Sendable, CaseIterable {
  /// No error, also when nothing was due.
  case succeeded = "Succeeded"
  /// At least one invoice and at least one failed grouping key.
  case partiallySucceeded = "PartiallySucceeded"
  /// Valid, but refused as a whole, or every grouping key failed.
  case failed = "Failed"
  /// Malformed, invalid, of unknown type, or under a reused identifier.
  case rejected = "Rejected"
}
