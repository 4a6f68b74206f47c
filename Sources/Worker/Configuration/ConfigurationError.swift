/// A variable whose value cannot be used: one sentence that names it, shows the value unless it may
/// hold a secret, and says what is allowed.
package struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
  package let variable: ConfigurationVariable
  package let description: String

  /// The value is not one of those allowed.
  static func notAllowed(
    _ value: String, for variable: ConfigurationVariable
  ) -> ConfigurationError {
    ConfigurationError(
      variable: variable,
      description:
        "\(variable.rawValue) is \"\(PrintableText.escaping(value, limit: 80))\" but must be \(variable.allowed)"
    )
  }

  /// The value is wrong and may hold a password, so that only the reason is said.
  static func secret(
    _ variable: ConfigurationVariable, reason: String
  ) -> ConfigurationError {
    ConfigurationError(
      variable: variable,
      description:
        "\(variable.rawValue) cannot be used (\(reason)): \(variable.contents == variable ? "it must be" : "the file must hold") \(variable.contents.allowed)"
    )
  }

  /// The value is well-formed and yet of no use, for the reason given as a whole clause.
  static func unusable(
    _ variable: ConfigurationVariable, _ reason: String
  ) -> ConfigurationError {
    ConfigurationError(variable: variable, description: "\(variable.rawValue): \(reason)")
  }
}
