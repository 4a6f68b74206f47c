/// One record of a CSV file (RFC 4180): fields between separators, a field in quotation marks where it holds one, or a
/// line's end; two quotation marks stand for one. Pure.
package enum CSVRecord {
  /// Whether a field in quotation marks goes on behind this line. One is opened at a field's beginning only.
  ///
  /// `separator`: nil for a heading, whose separator is not known yet. `isOpen`: whether the line begins within a field.
  package static func isOpen(
    after line: some Sequence<UInt8>, separator: Character?, isOpen: Bool
  ) -> Bool {
    let separators = separator?.asciiValue.map { [$0] } ?? Array(",;\t".utf8)
    var isOpen = isOpen
    var isAtBeginning = !isOpen
    for byte in line {
      if byte == UInt8(ascii: "\""), isOpen || isAtBeginning {
        // Two of them close and open again: what they stand for is another question.
        isOpen.toggle()
        isAtBeginning = !isOpen
      } else {
        isAtBeginning = !isOpen && separators.contains(byte)
      }
    }
    return isOpen
  }

  /// What separates the fields of a file with this heading: spreadsheets of other languages write semicolons or tabs.
  package static func separator(of heading: String) -> Character {
    for separator: Character in [",", ";", "\t"] where heading.contains(separator) {
      return separator
    }
    return ","
  }

  /// nil when something stands between a field's closing quotation mark and the separator.
  package static func fields(of text: String, separator: Character) -> [String]? {
    var fields: [String] = []
    var field = ""
    var isQuoted = false
    var wasQuoted = false
    var rest = Substring(text)
    while let character = rest.popFirst() {
      if isQuoted {
        if character != "\"" {
          field.append(character)
        } else if rest.first == "\"" {
          field.append("\"")
          rest.removeFirst()
        } else {
          isQuoted = false
        }
      } else if character == separator {
        fields.append(field)
        field = ""
        wasQuoted = false
      } else if character == "\"", field.isEmpty, !wasQuoted {
        isQuoted = true
        wasQuoted = true
      } else if wasQuoted {
        return nil
      } else {
        field.append(character)
      }
    }
    return isQuoted ? nil : fields + [field]
  }
}
