/// What a client asks for; only questions are taken, so there is never a body.
package struct HTTPRequest: Sendable, Hashable {
  /// Decoded, without the query.
  package let path: String
  /// The names in the query; what they are set to nobody asks yet.
  package let query: Set<String>
  /// The header Accept.
  package let accept: String?

  package init(path: String, query: Set<String> = [], accept: String? = nil) {
    self.path = path
    self.query = query
    self.accept = accept
  }
}
