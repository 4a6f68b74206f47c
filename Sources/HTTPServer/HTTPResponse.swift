/// The answer to a question. To HEAD the same is answered without its body.
package struct HTTPResponse: Sendable, Hashable {
  package let status: UInt32
  package let contentType: String
  package let body: [UInt8]

  package init(status: UInt32, contentType: String, body: [UInt8]) {
    self.status = status
    self.contentType = contentType
    self.body = body
  }

  package static let plainText = "text/plain; charset=utf-8"

  package init(status: UInt32, text: String) {
    self.init(status: status, contentType: Self.plainText, body: Array(text.utf8))
  }
}
