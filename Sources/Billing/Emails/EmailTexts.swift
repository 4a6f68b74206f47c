/// What a template makes of an invoice: pure, the same whenever it is asked (<doc:Emails#Templates>).
package struct EmailTexts: Hashable, Sendable {
  package let subject: String
  package let textBody: String
  package let htmlBody: String?

  /// Bytes of the bodies of one e-mail; a long loop over many lines would exceed it.
  package static let mostBytes = 1 << 20
  /// Characters of a subject; what is longer ends with "…".
  static let longestSubject = 250

  var bytes: Int { textBody.utf8.count + (htmlBody?.utf8.count ?? 0) }

  /// nil where the bodies would be longer than an e-mail's may be.
  init?(of values: TemplateValues, by template: ReadTemplate) {
    var subject = TemplateRendering(values, .subject)
    var text = TemplateRendering(values, .text)
    guard subject.add(template.subject.parts), text.add(template.textBody.parts) else {
      return nil
    }
    var html: TemplateRendering?
    if let body = template.htmlBody {
      var rendering = TemplateRendering(values, .html)
      guard rendering.add(body.parts) else { return nil }
      html = rendering
    }
    self.subject = Self.shortened(subject.text)
    textBody = text.text
    htmlBody = html?.text
    if bytes > Self.mostBytes { return nil }
  }

  private static func shortened(_ subject: String) -> String {
    guard subject.count > longestSubject else { return subject }
    return subject.prefix(longestSubject - 1) + "…"
  }
}

/// A template's texts, read once for all invoices of a request.
struct ReadTemplate {
  let subject: TemplateText
  let textBody: TemplateText
  let htmlBody: TemplateText?

  init(_ template: EmailTemplate) {
    subject = TemplateText(reading: template.subject, allowsLines: false)
    textBody = TemplateText(reading: template.textBody)
    htmlBody = template.htmlBody.map { TemplateText(reading: $0) }
  }
}

/// One text in the making.
private struct TemplateRendering {
  enum Purpose {
    /// One line.
    case subject
    case text
    /// Values are escaped.
    case html
  }

  private let values: TemplateValues
  private let purpose: Purpose
  private(set) var text = ""

  init(_ values: TemplateValues, _ purpose: Purpose) {
    self.values = values
    self.purpose = purpose
  }

  /// - Returns: whether it stayed within what an e-mail's bodies may have.
  mutating func add(_ parts: [TemplateText.Part]) -> Bool {
    for part in parts {
      switch part {
      case .words(let words): text += purpose == .subject ? Self.oneLine(words) : words
      case .field(let field): add(values.text(field, line: nil))
      case .lines(let inner):
        for index in values.invoice.lines.indices {
          guard add(inner, line: index) else { return false }
        }
      }
      guard text.utf8.count <= EmailTexts.mostBytes else { return false }
    }
    return true
  }

  private mutating func add(_ parts: [TemplateText.Part], line index: Int) -> Bool {
    for part in parts {
      switch part {
      case .words(let words): text += words
      case .field(let field): add(values.text(field, line: index))
      case .lines: break
      }
    }
    return text.utf8.count <= EmailTexts.mostBytes
  }

  private mutating func add(_ value: String) {
    switch purpose {
    case .subject: text += Self.oneLine(value)
    case .text: text += value
    case .html: text += Self.escaped(value)
    }
  }

  private static func oneLine(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isBreak) else { return text }
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { line.append(isBreak(scalar) ? " " : scalar) }
    return String(line)
  }

  /// Control characters among them: a header holds none.
  private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar == "\u{2028}"
      || scalar == "\u{2029}"
  }

  private static func escaped(_ value: String) -> String {
    var text = ""
    text.reserveCapacity(value.utf8.count)
    for scalar in value.unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "'": text += "&#39;"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
