import Glibc

/// A file of variables, `NAME=VALUE` a line, as systemd's EnvironmentFile and Docker's --env-file have it: blank lines and those that
/// begin with # say nothing, quotation marks around a value are none of it, and nothing is ever executed or replaced.
struct EnvironmentFile: Sendable {
  struct Variable: Hashable, Sendable {
    let name: String
    let value: String
  }

  let path: String
  /// In the order of the file; of a name that stands there twice the last counts.
  let values: [Variable]

  private static let longest = 1 << 20

  /// - Throws: a sentence with the path and the line, never with a value: it may be a password.
  init(path: String, text: String) throws(CommandFailure) {
    self.path = path
    var values: [Variable] = []
    for (place, line) in text.split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" }
    ).enumerated() {
      let line = Self.trimmed(line)
      guard !line.isEmpty, !line.hasPrefix("#") else { continue }
      let rest = line.hasPrefix("export ") ? Self.trimmed(line.dropFirst("export ".count)) : line
      guard let equals = rest.firstIndex(of: "="), Self.isName(rest[..<equals]),
        let value = Self.value(rest[rest.index(after: equals)...])
      else {
        throw CommandFailure(
          status: .configuration,
          sentence:
            "\(path), line \(place + 1): a line is NAME=VALUE, NAME=\"VALUE\" or NAME='VALUE'; the value is not shown, for it may be a secret"
        )
      }
      values.removeAll { $0.name == rest[..<equals] }
      values.append(Variable(name: String(rest[..<equals]), value: value))
    }
    self.values = values
  }

  /// - Throws: why the file cannot be read.
  init(reading path: String) throws(CommandFailure) {
    try self.init(path: path, text: try Self.text(of: path))
  }

  /// Sets the variables that the process was not started with: what stands in the environment goes before. To be called before
  /// anything else runs.
  func apply() {
    for variable in values { setenv(variable.name, variable.value, 0) }
  }

  private static func trimmed(_ line: Substring) -> Substring {
    var line = line.drop { $0 == " " || $0 == "\t" || $0 == "\r" }
    while let last = line.last, last == " " || last == "\t" || last == "\r" { line.removeLast() }
    return line
  }

  private static func isName(_ name: Substring) -> Bool {
    guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
    return name.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || byte == UInt8(ascii: "_")
    }
  }

  /// Without its quotation marks; between double ones a backslash takes the next character as it is. nil where a mark is not closed.
  private static func value(_ text: Substring) -> String? {
    guard !text.utf8.contains(0) else { return nil }
    guard let mark = text.first, mark == "\"" || mark == "'" else { return String(text) }
    var value = ""
    var rest = text.dropFirst()
    while let character = rest.popFirst() {
      if character == mark { return rest.isEmpty ? value : nil }
      if character == "\\", mark == "\"", let escaped = rest.popFirst() {
        value.append(escaped)
      } else {
        value.append(character)
      }
    }
    return nil
  }

  private static func text(of path: String) throws(CommandFailure) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(path, String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while bytes.count <= longest {
      let count = read(descriptor, &buffer, buffer.count)
      guard count >= 0 else { throw unreadable(path, String(cString: strerror(errno))) }
      guard count > 0 else {
        guard let text = String(validating: bytes, as: UTF8.self) else {
          throw unreadable(path, "it is no UTF-8")
        }
        return text
      }
      bytes += buffer[..<count]
    }
    throw unreadable(path, "it is longer than 1 MiB")
  }

  private static func unreadable(_ path: String, _ reason: String) -> CommandFailure {
    CommandFailure(
      status: .configuration,
      sentence: "the environment file \(path) cannot be read: \(reason)")
  }
}
