/// How UN/CEFACT's Cross Industry Invoice writes what UBL writes otherwise.
extension XMLElement {
  /// The day at a path, whose element holds a text in a format of UNTDID 2379: 102 is a date. In another format it stays as it is
  /// written, and is no date.
  func day(_ path: String) -> String? {
    guard let holder = at(path) else { return nil }
    let names = ["DateTimeString", "DateString"]
    guard let text = names.lazy.compactMap({ holder.first($0) }).first else {
      return holder.date("DateTime") ?? holder.date("Date")
    }
    guard let digits = text.trimmedText, text.attributes["format"] ?? "102" == "102",
      digits.utf8.count == 8
    else { return text.trimmedText }
    return "\(digits.prefix(4))-\(digits.dropFirst(4).prefix(2))-\(digits.suffix(2))"
  }

  /// The document in an envelope (StandardBusinessDocument); nil when there is not exactly one that is read.
  var enveloped: XMLElement? {
    let documents = children.filter(\.isDocument)
    return documents.count == 1 ? documents.first : nil
  }

  private var isDocument: Bool {
    switch vocabulary {
    case .invoice, .creditNote, .crossIndustry: true
    default: false
    }
  }
}
