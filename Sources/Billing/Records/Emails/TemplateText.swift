/// A text of an e-mail template, read: words, fields, and one loop over the invoice's lines. There is no logic, and no braces
/// are left: what is not known is a fault of the template, found when it is stored, so that no customer ever reads `{{…}}`.
package struct TemplateText: Hashable, Sendable {
  package enum Part: Hashable, Sendable {
    case words(String)
    case field(TemplateField)
    /// Once for each line of the invoice.
    case lines([Part])
  }

  package let parts: [Part]
  /// Of a text with faults the parts are not to be used.
  package let faults: [TemplateFault]

  package init(reading text: String, allowsLines: Bool = true) {
    var reader = TemplateReader(text, allowsLines: allowsLines)
    reader.read()
    parts = reader.parts
    faults = reader.faults
  }
}

/// What of a template's text cannot be filled in.
package struct TemplateFault: Hashable, Sendable {
  /// Where it begins, in Unicode scalars from 0.
  package let offset: Int
  /// What is wrong and how to fix it.
  package let sentence: String
}

/// Reads from field to field.
private struct TemplateReader {
  private(set) var parts: [TemplateText.Part] = []
  private(set) var faults: [TemplateFault] = []
  private let scalars: [Unicode.Scalar]
  private let allowsLines: Bool
  private var next = 0
  private var words = String.UnicodeScalarView()
  /// The parts before the loop that is open, and where that begins.
  private var open: (before: [TemplateText.Part], offset: Int)?
  private var hasLoop = false

  /// More than these say nothing new.
  private static let mostFaults = 20
  /// A field's name is shorter; braces further apart do not belong together.
  private static let longestTag = 64

  init(_ text: String, allowsLines: Bool) {
    scalars = Array(text.unicodeScalars)
    self.allowsLines = allowsLines
  }

  mutating func read() {
    // A text with so many faults is refused; what follows says nothing new.
    while next < scalars.count, faults.count < Self.mostFaults {
      if scalars[next] == "{", next + 1 < scalars.count, scalars[next + 1] == "{" {
        flush()
        readTag()
      } else {
        words.append(scalars[next])
        next += 1
      }
    }
    flush()
    guard faults.count < Self.mostFaults else { return }
    if let open { refuse(open.offset, "{{#lines}} has no {{/lines}} behind it; add one.") }
  }

  private mutating func flush() {
    guard !words.isEmpty else { return }
    parts.append(.words(String(words)))
    words = String.UnicodeScalarView()
  }

  private mutating func readTag() {
    let start = next
    next += 2
    var name = String.UnicodeScalarView()
    while next < scalars.count, next - start - 2 <= Self.longestTag {
      if scalars[next] == "}", next + 1 < scalars.count, scalars[next + 1] == "}" {
        next += 2
        take(Self.trimmed(name), at: start)
        return
      }
      name.append(scalars[next])
      next += 1
    }
    next = start + 2
    refuse(
      start, "{{ is not followed by a field's name and }}. Close the braces, or leave them out.")
  }

  private mutating func take(_ name: String, at offset: Int) {
    switch name {
    case "#lines": begin(at: offset)
    case "/lines": end(at: offset)
    default:
      guard let field = TemplateField(rawValue: name) else {
        refuse(
          offset,
          "{{\(name)}} is no field. Fields are \(Self.fieldNames), and the loop "
            + "{{#lines}}…{{/lines}}.")
        return
      }
      guard !field.isOfLine || open != nil else {
        refuse(
          offset,
          "{{\(name)}} is a field of a line: put it between {{#lines}} and {{/lines}}.")
        return
      }
      parts.append(.field(field))
    }
  }

  private mutating func begin(at offset: Int) {
    guard allowsLines else {
      refuse(offset, "{{#lines}} cannot stand in a subject, which is one line.")
      return
    }
    guard open == nil, !hasLoop else {
      refuse(offset, "A text has one loop {{#lines}}…{{/lines}}; remove the second.")
      return
    }
    hasLoop = true
    open = (parts, offset)
    parts = []
  }

  private mutating func end(at offset: Int) {
    guard let begun = open else {
      // Of a loop that was refused the end is no fault of its own.
      if faults.isEmpty { refuse(offset, "{{/lines}} has no {{#lines}} before it; add one.") }
      return
    }
    parts = begun.before + [.lines(parts)]
    open = nil
  }

  private mutating func refuse(_ offset: Int, _ sentence: String) {
    guard faults.count < Self.mostFaults else { return }
    faults.append(TemplateFault(offset: offset, sentence: sentence))
  }

  private static let fieldNames = TemplateField.allCases.map(\.rawValue).joined(separator: ", ")

  private static func trimmed(_ name: String.UnicodeScalarView) -> String {
    let blank: Set<Unicode.Scalar> = [" ", "\t"]
    let kept = name.drop { blank.contains($0) }
    var end = kept.endIndex
    while end > kept.startIndex, blank.contains(kept[kept.index(before: end)]) {
      end = kept.index(before: end)
    }
    return String(kept[..<end])
  }
}
