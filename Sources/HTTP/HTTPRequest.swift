/// A POST of a JSON text.
package struct HTTPRequest: Sendable {
  /// Behind the server's address: `/quote`.
  package let path: String
  /// The value of the header Idempotency-Key; nil for none. Visible ASCII.
  package let idempotencyKey: String?
  package let body: [UInt8]

  package init(path: String, idempotencyKey: String? = nil, body: [UInt8]) {
    self.path = path
    self.idempotencyKey = idempotencyKey
    self.body = body
  }
}
