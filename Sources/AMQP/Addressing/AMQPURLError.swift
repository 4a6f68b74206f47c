/// Why a text is no broker address. Never holds the text itself: it may contain a password.
package enum AMQPURLError: Error, Equatable, Sendable {
  /// Neither `amqp://` nor `amqps://` at the beginning.
  case unknownScheme
  /// No host, or an empty one between two commas.
  case missingHost
  /// Not a number from 1 to 65535.
  case invalidPort
  /// A `%` without two hexadecimal digits after it, or bytes that are not UTF-8.
  case invalidPercentEncoding(part: String)
  /// A query parameter this client does not know: ignoring it would ignore a wish.
  case unknownParameter(String)
  case invalidParameter(String)
  /// A plain `@` behind the first `/` or `?`: most likely all before it is user and password.
  case strayAt
  /// More than one `/` after the host: a `/` in a virtual host's name is written `%2F`.
  case invalidVirtualHost
  /// Longer than the 255 bytes the protocol allows, or with a NUL byte.
  case invalidText(part: String)
}

extension AMQPURLError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unknownScheme: "the broker address must begin with amqp:// or amqps://"
    case .missingHost: "the broker address names no host"
    case .invalidPort: "the broker address has a port that is not a number from 1 to 65535"
    case .invalidPercentEncoding(let part):
      "the \(part) of the broker address has a % that is not followed by two hexadecimal digits; "
        + "write a literal % as %25"
    case .unknownParameter:
      // Its name may be the end of a password with a question mark.
      "the broker address has a parameter other than heartbeat and connection_timeout; write a ? that is part of "
        + "the user or password as %3F"
    case .invalidParameter(let name): "the broker address has an invalid value for \(name)"
    case .strayAt:
      "the broker address has an @ behind its host; write one that is part of the user, the password or the virtual "
        + "host as %40, and a / as %2F"
    case .invalidVirtualHost:
      "the virtual host in the broker address has a slash; write it as %2F"
    case .invalidText(let part):
      "the \(part) of the broker address is longer than 255 bytes or has a NUL byte"
    }
  }
}
