internal import CPostgreSQL

/// The C library underneath.
package enum PostgreSQLLibrary {
  /// Of the library that is loaded: `15.14`.
  package static var version: String {
    let number = PQlibVersion()
    return "\(number / 10_000).\(number % 10_000)"
  }
}
