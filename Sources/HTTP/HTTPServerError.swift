/// Why a text is no address of a service. Never holds the text itself: it may contain a secret.
package enum HTTPServerError: Error, Hashable, Sendable {
  case notAnAddress
  case unknownScheme
  case missingHost
  case invalidPort
  case hasCredentials
  case hasQuery
  case invalidToken
}

extension HTTPServerError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notAnAddress: "it is no address"
    case .unknownScheme: "it begins with neither https:// nor http://"
    case .missingHost: "it names no host"
    case .invalidPort: "its port is not a number from 1 to 65535"
    case .hasCredentials: "it has a user or a password; a token is given apart"
    case .hasQuery: "it has a query or a fragment; it ends with the path that all requests share"
    case .invalidToken: "it has other characters than letters, digits and - . _ ~ + / ="
    }
  }
}
