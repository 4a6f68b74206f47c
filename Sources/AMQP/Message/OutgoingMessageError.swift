/// Why a message cannot be put on the wire. Found before anything is sent: the library sends the
/// first frame of a message before it looks at the second, and a half-sent message ends the connection.
package enum OutgoingMessageError: Error, Equatable, Sendable {
  /// A short string longer than 255 bytes, or a field name.
  case tooLong(field: String, byteCount: Int)
  case headersTooLarge(byteCount: Int, limit: Int)
  case headersTooDeep(limit: Int)
}

extension OutgoingMessageError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .tooLong(let field, let count): "the \(field) has \(count) bytes; 255 are allowed"
    case .headersTooLarge(let count, let limit):
      "the headers have \(count) bytes; \(limit) are allowed"
    case .headersTooDeep(let limit):
      "the headers are nested more than \(limit) deep"
    }
  }
}
