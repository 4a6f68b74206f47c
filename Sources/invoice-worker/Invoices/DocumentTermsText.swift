import Billing

/// What a document that was ingested says beside what is billed, for people: its members by name.
enum DocumentTermsText {
  /// nil where it says nothing.
  static func table(_ terms: DocumentTerms) -> Table? {
    guard !terms.isEmpty else { return nil }
    var table = Table.ofValues("Document", terms.sourceDocument?.name ?? "")
    if let digest = terms.sourceDocument?.sha256 { table.append(["SHA-256", digest]) }
    for member in terms.members where member.name != "sourceDocument" {
      for text in texts(member.value) { table.append([heading(member.name), text]) }
    }
    return table
  }

  /// One for each thing that a line says.
  static func notes(_ terms: LineTerms) -> [String] {
    terms.members.flatMap { member in
      texts(member.value).map { "\(words(member.name)): \($0)" }
    }
  }

  /// One for each element of a list.
  private static func texts(_ value: TermTree) -> [String] {
    guard case .list(let list) = value else { return [text(value)] }
    return list.map(text)
  }

  private static func text(_ value: TermTree) -> String {
    switch value {
    case .text(let text): text
    case .list(let list): list.map(text).joined(separator: ", ")
    case .object(let members):
      members.map { member in
        switch member.value {
        case .text(let text): "\(words(member.name)) \(text)"
        default: "\(words(member.name)) (\(text(member.value)))"
        }
      }.joined(separator: ", ")
    }
  }

  private static func heading(_ name: String) -> String {
    let words = words(name)
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  /// `buyerReference` as "buyer reference".
  private static func words(_ name: String) -> String {
    var words = ""
    for character in name {
      if character.isUppercase {
        words += " " + character.lowercased()
      } else {
        words.append(character)
      }
    }
    return words
  }
}
