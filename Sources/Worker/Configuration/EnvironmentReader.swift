import Glibc
import HTTPServer
import Messages

/// Reads variables by type; an empty value counts as absent, as in a compose file that passes on what is not set.
struct EnvironmentReader {
  let value: (String) -> String?

  func text(_ variable: ConfigurationVariable) -> String? {
    guard let text = value(variable.rawValue), !text.isEmpty else { return nil }
    return text
  }

  func number(
    _ variable: ConfigurationVariable, in bounds: ClosedRange<Int>
  ) throws(ConfigurationError) -> Int? {
    guard let text = text(variable) else { return nil }
    // Only digits: Int's own reader also takes a sign.
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text),
      bounds.contains(number)
    else { throw .notAllowed(text, for: variable) }
    return number
  }

  func choice<Choice: RawRepresentable<String>>(
    _ variable: ConfigurationVariable
  ) throws(ConfigurationError) -> Choice? {
    guard let text = text(variable) else { return nil }
    guard let choice = Choice(rawValue: text) else { throw .notAllowed(text, for: variable) }
    return choice
  }

  func listenAddress(
    _ variable: ConfigurationVariable
  ) throws(ConfigurationError) -> ListenAddress? {
    guard let text = text(variable) else { return nil }
    guard let address = ListenAddress(text) else { throw .notAllowed(text, for: variable) }
    return address
  }

  /// What a variable says, or the file that its companion names; and which of the two it was. Both is a mistake: nobody could tell which
  /// holds. Where neither is set, a credential that systemd has passed to the process counts (LoadCredential=).
  func secret(
    _ variable: ConfigurationVariable
  ) throws(ConfigurationError) -> (text: String, from: ConfigurationVariable)? {
    let file = variable.filedUnder ?? variable
    let path = file == variable ? nil : text(file)
    if let text = text(variable) {
      guard path == nil else {
        throw .unusable(file, "is set beside \(variable.rawValue); set one")
      }
      return (text, variable)
    }
    guard let path = path ?? variable.credential.flatMap(credentialPath) else { return nil }
    return (try secret(at: path, of: file), file)
  }

  /// The file of a credential that systemd has passed; nil where there is none.
  func credentialPath(_ name: String) -> String? {
    guard let folder = value("CREDENTIALS_DIRECTORY"), !folder.isEmpty else { return nil }
    let path = "\(folder)/\(name)"
    return access(path, F_OK) == 0 ? path : nil
  }

  /// The first line of a file: secrets need not stand in an environment.
  ///
  /// - Throws: the file's path and what the system says of it, never what it holds.
  private func secret(
    at path: String, of variable: ConfigurationVariable
  ) throws(ConfigurationError) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .unusable(variable, "\(path) cannot be read: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while bytes.count < Self.longestSecret {
      let count = read(descriptor, &buffer, buffer.count)
      guard count >= 0 else {
        throw .unusable(variable, "\(path) cannot be read: \(String(cString: strerror(errno)))")
      }
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
    guard !line.isEmpty, let text = String(validating: line, as: UTF8.self) else {
      throw .unusable(variable, "\(path) is empty, or its first line is no UTF-8")
    }
    return text
  }

  private static let longestSecret = 64 * 1_024

  func printable(
    _ variable: ConfigurationVariable, longest: Int
  ) throws(ConfigurationError) -> String? {
    guard let text = text(variable) else { return nil }
    guard PrintableASCII.contains(text, length: 0...longest) else {
      throw .notAllowed(text, for: variable)
    }
    return text
  }
}
