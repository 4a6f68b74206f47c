/// The answer to a call. To HEAD the same is answered without its body.
package struct HTTPReply: Sendable {
  package enum Body: Sendable {
    case bytes([UInt8])
    /// Goes on until the stream is ended, the client goes away or the server is stopped.
    case stream(HTTPStream)
  }

  package var status: UInt32
  /// Names and values of printable ASCII; one with a control character is left out.
  package var headers: [(name: String, value: String)]
  package let body: Body

  package init(status: UInt32, headers: [(name: String, value: String)] = [], body: Body) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  package init(
    status: UInt32, headers: [(name: String, value: String)] = [], text: String
  ) {
    self.init(
      status: status, headers: [("Content-Type", HTTPResponse.plainText)] + headers,
      body: .bytes(Array(text.utf8)))
  }

  package var bytes: [UInt8] {
    if case .bytes(let bytes) = body { bytes } else { [] }
  }
}
