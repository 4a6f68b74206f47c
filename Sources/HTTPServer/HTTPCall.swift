/// What a client asks of a ``PageServer``, with its headers and its body.
package struct HTTPCall: Sendable, Hashable {
  package enum Method: String, Sendable, Hashable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
  }

  package let method: Method
  /// Path and query as they were sent, nothing decoded.
  package let target: String
  /// By their names in lower case; of a name that comes twice the first.
  package let headers: [String: String]
  /// At most ``PageServer/bodyLimit`` bytes.
  package let body: [UInt8]
  /// The client's address as text; empty over a socket in the file system.
  package let peer: String

  package init(
    _ method: Method, _ target: String, headers: [String: String] = [:], body: [UInt8] = [],
    peer: String = ""
  ) {
    self.method = method
    self.target = target
    self.headers = headers
    self.body = body
    self.peer = peer
  }
}
