import JSON

/// What an engine answers where it will not: `{"code": "exists", "message": "…"}`, or whatever it says.
package struct TaxRefusal {
  /// Says by itself what is the matter where a commit or a void came before: `exists`, `voided`.
  package let code: String?
  /// Never empty, one line, and short enough for a log.
  package let message: String
  let body: [UInt8]

  private static let longestMessage = 500

  package init(status: Int, body: [UInt8]) {
    var code: String?
    var words: String?
    if let document = try? JSONDocument(reading: body), case .object(let members) = document.root {
      if case .string(let text) = members["code"] { code = text }
      if case .string(let text) = members["message"] { words = text }
    } else if !body.isEmpty {
      words = String(decoding: body.prefix(Self.longestMessage * 4), as: UTF8.self)
    }
    self.code = code
    self.body = body
    let text = Self.oneLine(words ?? "")
    message = text.isEmpty ? "status \(status), without a message" : "\(text) (status \(status))"
  }

  /// Control characters are spaces, and what is too long ends in an ellipsis.
  private static func oneLine(_ text: String) -> String {
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      guard line.count < longestMessage else {
        line.append("…")
        break
      }
      line.append(scalar.properties.generalCategory == .control ? " " : scalar)
    }
    return String(line).split(separator: " ").joined(separator: " ")
  }
}
