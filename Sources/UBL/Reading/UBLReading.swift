import Messages

/// Takes the parts of a document whose amounts are in its currency out of their elements, and gathers what
/// is wrong with them: a fault does not end the reading, so that every one of a file is reported.
struct UBLReading {
  /// BT-5; nil when the document has none, which is reported once.
  let currency: String?
  private var found: [UBLError] = []
  private var unlistedFaults = 0
  private var noted: [TextWarning] = []
  private var unlistedWarnings = 0
  /// Whether every amount is there as the document states it, so that they can be added up.
  private var isCountable = true

  /// Faults and warnings listed one by one; how many more there are is said once.
  private static let listed = 100

  init(currency: String?) {
    self.currency = currency
  }

  // MARK: Findings

  /// What was found in a document; nil when nothing was.
  func refusal(of document: UBLDocument) -> UBLRefusal? {
    guard !found.isEmpty else { return nil }
    return UBLRefusal(
      faults: unlistedFaults == 0 ? found : found + [.more(unlistedFaults)],
      unsound: UBLRefusal.Unsound(document: document, isCountable: isCountable))
  }

  var warnings: [TextWarning] {
    guard unlistedWarnings > 0, let last = noted.last else { return noted }
    return noted + [
      TextWarning(
        code: last.code, place: "document",
        message: unlistedWarnings == 1
          ? "There is one more text like that."
          : "There are \(unlistedWarnings) more texts like that.")
    ]
  }

  /// `isCounted`: whether amounts no longer add up for it.
  mutating func refuse(_ fault: UBLError, isCounted: Bool = true) {
    if isCounted { isCountable = false }
    if found.count < Self.listed { found.append(fault) } else { unlistedFaults += 1 }
  }

  mutating func warn(_ code: TextWarning.Code, at place: String, _ message: String) {
    guard noted.count < Self.listed else {
      unlistedWarnings += 1
      return
    }
    noted.append(TextWarning(code: code, place: place, message: message))
  }

  /// The text, or a fault that names its place. What stands for it then has the right form, so that the
  /// same fault is not reported twice, and is never sent.
  mutating func required(
    _ text: String?, _ place: String, standIn: String = "0", isCounted: Bool = true
  ) -> String {
    if let text { return text }
    refuse(.missing(place), isCounted: isCounted)
    return standIn
  }

  /// The document's type code, which must be one that asks for payment.
  mutating func typeCode(of root: XMLElement, isCreditNote: Bool) -> String {
    let name = isCreditNote ? "CreditNoteTypeCode" : "InvoiceTypeCode"
    let code = required(root.text(name), name, standIn: "", isCounted: false)
    if !code.isEmpty, !DocumentTypeCode.isReceivable(code) {
      refuse(.noReceivable(code: String(code.prefix(40))), isCounted: false)
    }
    return code
  }

  // MARK: Texts for people

  /// A text for people: on one line, without control characters, no longer than its room. nil when there
  /// is none.
  mutating func text(_ text: String?, room: Int, at place: String) -> String? {
    guard var text else { return nil }
    if ControlCharacters.areIn(text) {
      warn(.dropped, at: place, "Control characters became blanks.")
      var scalars = String.UnicodeScalarView()
      for scalar in text.unicodeScalars {
        scalars.append(ControlCharacters.contains(scalar) ? " " : scalar)
      }
      guard let visible = String(scalars).trimmedToOneLine else { return nil }
      text = visible
    }
    let length = text.unicodeScalars.count
    guard length > room else { return text }
    warn(.shortened, at: place, "The text has \(length) characters and was shortened to \(room).")
    return text.prefix(scalars: room - 1) + "…"
  }

  mutating func text(
    _ path: String, of element: XMLElement, room: Int, in place: String
  ) -> String? {
    text(element.text(path), room: room, at: place.isEmpty ? path : "\(place)/\(path)")
  }

  mutating func email(_ text: String?, at place: String) -> String? {
    guard let text else { return nil }
    if IngestedText.isEmail(text) { return text }
    warn(.dropped, at: place, "It is not one e-mail address, and was left out.")
    return nil
  }

  // MARK: Amounts

  /// The amount at a path; nil when there is none, and when it names another currency, which is a fault: to
  /// take it as one of the document's would make another amount of it.
  mutating func amount(
    _ path: String, of element: XMLElement, in place: String
  ) -> String? {
    guard let found = element.at(path), let text = found.trimmedText else { return nil }
    if let stated = found.attributes["currencyID"], let currency, stated != currency {
      refuse(.otherCurrency("\(place)/\(path)", stated: stated, document: currency))
    }
    return text
  }

  mutating func requiredAmount(
    _ path: String, of element: XMLElement, in place: String
  ) -> String {
    let text = amount(path, of: element, in: place)
    return required(text, "\(place)/\(path)")
  }
}

extension String {
  /// Whole characters, of at most `limit` Unicode scalars.
  fileprivate func prefix(scalars limit: Int) -> String {
    var room = limit
    var end = startIndex
    while end < endIndex {
      let count = self[end].unicodeScalars.count
      guard count <= room else { break }
      room -= count
      end = index(after: end)
    }
    return String(self[..<end])
  }
}
