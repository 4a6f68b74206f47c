/// Whether a body is sent as it is. Nothing is decompressed here: the limit of a body holds for what arrives,
/// and a small body may hold a very large one.
enum ContentEncoding {
  /// The encoding, when bodies in it cannot be read. Absent or empty means as it is; `identity` says so, and
  /// clients that take the property for the charset say `utf-8`. Letters are compared without case.
  static func unsupported(_ encoding: String?) -> String? {
    guard let encoding, !encoding.isEmpty else { return nil }
    return switch encoding.lowercased() {
    case "identity", "utf-8", "utf8": nil
    default: encoding
    }
  }

  static func sentence(_ encoding: String) -> String {
    "The content encoding \(EscapedText.of(encoding)) is not supported. Send the body as it is, without"
      + " content_encoding or with utf-8."
  }
}
