/// An element with what of it matters here: its local name, attributes, text and children.
struct XMLElement: Sendable {
  let name: String
  let vocabulary: Vocabulary
  /// By local name; declarations of namespaces are not among them.
  var attributes: [String: String] = [:]
  var text = ""
  var children: [XMLElement] = []

  /// Whose element it is. The prefix says nothing: every document may choose its own.
  enum Vocabulary: Sendable {
    case invoice
    case creditNote
    /// The root of a Cross Industry Invoice, and its three parts.
    case crossIndustry
    /// A component of UBL, basic or aggregate, or of the Cross Industry Invoice.
    case component
    /// Around a document that is sent.
    case envelope
    /// An extension, or another language.
    case foreign

    init(namespace: String) {
      let schemas = "urn:oasis:names:specification:ubl:schema:xsd:"
      let crossIndustry = "urn:un:unece:uncefact:"
      self =
        switch namespace {
        case "\(schemas)Invoice-2": .invoice
        case "\(schemas)CreditNote-2": .creditNote
        case "\(schemas)CommonBasicComponents-2", "\(schemas)CommonAggregateComponents-2":
          .component
        case "\(crossIndustry)data:standard:CrossIndustryInvoice:100": .crossIndustry
        case "\(crossIndustry)data:standard:ReusableAggregateBusinessInformationEntity:100",
          "\(crossIndustry)data:standard:UnqualifiedDataType:100",
          "\(crossIndustry)data:standard:QualifiedDataType:100":
          .component
        case "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader": .envelope
        default: .foreign
        }
    }
  }

  init(name: String, vocabulary: Vocabulary) {
    self.name = name
    self.vocabulary = vocabulary
  }

  /// The bytes of an attached file.
  var isAttachment: Bool {
    isComponent("EmbeddedDocumentBinaryObject") || isComponent("AttachmentBinaryObject")
  }

  /// The first component of that name; an extension may use any name for something else.
  func first(_ name: String) -> XMLElement? { children.first { $0.isComponent(name) } }

  func all(_ name: String) -> [XMLElement] { children.filter { $0.isComponent(name) } }

  private func isComponent(_ name: String) -> Bool {
    (vocabulary == .component || vocabulary == .crossIndustry) && self.name == name
  }

  /// The component at a path of names such as `Party/PostalAddress`.
  func at(_ path: String) -> XMLElement? {
    var element = self
    for name in path.split(separator: "/") {
      guard let next = element.first(String(name)) else { return nil }
      element = next
    }
    return element
  }

  /// The trimmed text at a path; nil when there is none.
  func text(_ path: String) -> String? { at(path)?.trimmedText }

  /// Its text on one line; nil when there is none.
  var trimmedText: String? { text.trimmedToOneLine }

  /// A date without the time zone that XML allows behind it: dates are calendar dates.
  func date(_ path: String) -> String? {
    guard let text = text(path) else { return nil }
    let day = text.prefix(10)
    let zone = text.dropFirst(10)
    let isZone = zone == "Z" || zone.count == 6 && (zone.first == "+" || zone.first == "-")
    return day.count == 10 && isZone ? String(day) : text
  }
}

extension String {
  /// White space at the ends is dropped, and where it holds a line feed or a tab it is one space: files are
  /// wrapped and indented, and a name or note with a control character would be refused. nil when nothing
  /// is left.
  var trimmedToOneLine: String? {
    let start = drop(while: \.isWhitespace)
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return nil }
    let trimmed = start[...last]
    guard trimmed.utf8.contains(where: { $0 < 0x20 }) else { return String(trimmed) }
    return trimmed.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
