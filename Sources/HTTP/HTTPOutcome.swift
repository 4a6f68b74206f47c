/// What came of one request.
package enum HTTPOutcome: Hashable, Sendable {
  case answered(HTTPResponse)
  /// The answer is larger than the limit; it was not read any further.
  case tooLarge
  /// No connection, no TLS, no whole answer in time, or none that is HTTP. The server may have acted on the request.
  case failed(reason: String)
  /// This side broke it off, because the process ends.
  case aborted
}

package struct HTTPResponse: Hashable, Sendable {
  package let status: Int
  package let body: [UInt8]
  /// For how long the server asks to be left alone (RFC 9110 section 10.2.3), whichever way it says so; nil where it does not ask.
  package let retryAfter: Duration?

  package init(status: Int, body: [UInt8], retryAfter: Duration? = nil) {
    self.status = status
    self.body = body
    self.retryAfter = retryAfter
  }
}
