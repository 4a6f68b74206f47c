/// What looking up a request by its key found.
package enum FoundRequest: Hashable, Sendable {
  /// Nothing is stored under the key. Should another transaction store something first, completing the request fails
  /// (``StoreTransaction/complete(_:replacing:)``).
  case new
  /// The request at this place of the same call has the same key; that one decides.
  case repeats(Int)
  /// The key has an outcome. Whether the request is the same is the caller's to compare.
  case seen(StoredRequest)
}
