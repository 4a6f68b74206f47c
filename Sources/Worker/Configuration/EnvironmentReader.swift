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

  /// The first line of the file that a variable names: secrets need not stand in an environment.
  ///
  /// - Throws: the file's path and what the system says of it, never what it holds.
  func secret(in variable: ConfigurationVariable) throws(ConfigurationError) -> String? {
    guard let path = text(variable) else { return nil }
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
