/// What claiming a request found.
package enum ClaimResult: Hashable, Sendable {
  /// The request is this transaction's: nobody has processed it, and nobody else will unless the
  /// transaction is rolled back.
  case claimed
  /// The claim at this place of the same call has the same key; that one decides.
  case repeats(Int)
  /// The key has an outcome. Whether the request is the same is the caller's to compare.
  case seen(StoredRequest)
}
