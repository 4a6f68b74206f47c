import CivilTime
import Messages

/// Texts, codes and dates of terms.
extension UBLReading {
  /// A text of 255 characters.
  mutating func term(_ path: String, of element: XMLElement, in place: String = "") -> String? {
    text(path, of: element, room: 255, in: place)
  }

  /// A code; one that is longer than any of its list is left out.
  mutating func code(_ text: String?, room: Int, at place: String) -> String? {
    guard let text = text?.trimmedToOneLine else { return nil }
    guard text.unicodeScalars.count <= room, !ControlCharacters.areIn(text) else {
      warn(.dropped, at: place, "It is no code of its list, and was left out.")
      return nil
    }
    return text
  }

  /// What most invoices and credit notes are says nothing.
  mutating func kept(typeCode: String?) -> String? {
    typeCode == "380" || typeCode == "381" ? nil : text(typeCode, room: 255, at: "TypeCode")
  }

  /// The scheme of an identifier.
  mutating func scheme(of identifier: XMLElement?, room: Int = 10) -> String? {
    guard let identifier else { return nil }
    return code(identifier.attributes["schemeID"], room: room, at: "\(identifier.name)/@schemeID")
  }

  /// A date of the calendar; what is none is left out.
  mutating func date(_ text: String?, at place: String) -> String? {
    guard let text else { return nil }
    guard CivilDate(iso8601: text) != nil else {
      warn(.dropped, at: place, "It is no date of the calendar, and was left out.")
      return nil
    }
    return text
  }

  /// No more of them than a request may have.
  mutating func listed<Element>(_ elements: [Element], at place: String) -> [Element] {
    guard elements.count > IngestedText.listed else { return elements }
    warn(
      .dropped, at: place,
      "Of \(elements.count) the first \(IngestedText.listed) were kept.")
    return Array(elements.prefix(IngestedText.listed))
  }

  /// One note is the description, where that has room for it; several are listed as well.
  mutating func notes(_ notes: [String?]) -> [String] {
    var found: [String] = []
    for note in notes {
      // The description, which holds them all, said what became of them.
      var quiet = self
      if let text = quiet.text(note, room: IngestedText.note, at: "Note") { found.append(text) }
    }
    return found.count > 1 ? listed(found, at: "Note") : []
  }
}
