/// Why a text is no address of a mail server. Never holds the text itself: it may contain a password.
package enum MailServerError: Error, Hashable, Sendable {
  case notAnAddress
  case unknownScheme
  case missingHost
  case invalidPort
  case unknownParameter
  case invalidStartTLS
  case passwordWithoutUser
}

extension MailServerError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notAnAddress:
      "it is no address; write a %, /, ?, #, ; or @ that is part of the user or password as %25, %2F, %3F, %23, %3B or %40"
    case .unknownScheme: "it begins with neither smtp:// nor smtps://"
    case .missingHost: "it names no host"
    case .invalidPort: "its port is not a number from 1 to 65535"
    case .unknownParameter:
      "it has a parameter other than starttls; write a ? that is part of the user or password as %3F"
    case .invalidStartTLS:
      "its starttls is neither required nor never, or stands beside smtps://"
    case .passwordWithoutUser: "it has a password and no user"
    }
  }
}
