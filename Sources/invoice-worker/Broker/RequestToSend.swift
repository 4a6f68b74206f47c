/// A request in the plain form.
struct RequestToSend: Sendable {
  /// Of requests that name no source themselves.
  static let defaultSource = "invoice-worker-cli"

  let type: String
  let identifier: String
  let source: String
  let body: [UInt8]
  /// Comes back with the answer; nil leaves the identifier to do so.
  var correlationId: String?

  /// What the answer bears as its correlation identifier.
  var answeredWith: String { correlationId ?? identifier }
}
