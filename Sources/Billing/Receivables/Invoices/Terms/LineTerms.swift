/// What a line of a document from outside says that no rule of billing reads.
package struct LineTerms: Hashable, Sendable {
  package var texts: [LineTerm: String] = [:]
  package var itemIds = ItemIdentifiers()
  /// BG-32.
  package var attributes: [ItemAttribute] = []
  /// BT-158.
  package var classifications: [ItemClassification] = []

  package init() {}

  package var isEmpty: Bool { self == LineTerms() }

  package subscript(term: LineTerm) -> String? {
    get { texts[term] }
    set { texts[term] = newValue }
  }

  package struct ItemIdentifiers: Hashable, Sendable {
    /// BT-155.
    package var seller: String?
    /// BT-156.
    package var buyer: String?
    /// BT-157.
    package var standard: String?
    /// Of ISO 6523: 0160 is a GTIN.
    package var standardScheme: String?

    package init() {}
  }

  package struct ItemAttribute: Hashable, Sendable {
    /// BT-160.
    package var name: String
    /// BT-161.
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  package struct ItemClassification: Hashable, Sendable {
    package var code: String
    /// Of UNTDID 7143.
    package var list: String
    package var listVersion: String?

    package init(code: String, list: String, listVersion: String? = nil) {
      self.code = code
      self.list = list
      self.listVersion = listVersion
    }
  }
}

extension LineTerms {
  /// Named as in `invoice.ingest.v1`; what is not there is left out.
  package var members: [TermTree.Member] {
    var members: [TermTree.Member] = []
    for term in LineTerm.allCases { members.append(term.rawValue, texts[term]) }
    // Every line comes by here, and most have none: nothing is allocated for those.
    var parts: [TermTree.Member] = []
    parts.append("seller", itemIds.seller)
    parts.append("buyer", itemIds.buyer)
    parts.append("standard", itemIds.standard)
    parts.append("standardScheme", itemIds.standardScheme)
    members.append("itemIds", parts)
    members.append(
      "itemAttributes", attributes.map { .object(.texts(["name": $0.name, "value": $0.value])) })
    members.append(
      "itemClassifications",
      classifications.map {
        .object(.texts(["code": $0.code, "list": $0.list, "listVersion": $0.listVersion]))
      })
    return members
  }

  /// What is of another form is left out: only what ``members`` made is read again.
  package init(_ tree: TermTree) {
    for term in LineTerm.allCases { texts[term] = tree[term.rawValue]?.text }
    if let ids = tree["itemIds"] {
      itemIds.seller = ids["seller"]?.text
      itemIds.buyer = ids["buyer"]?.text
      itemIds.standard = ids["standard"]?.text
      itemIds.standardScheme = ids["standardScheme"]?.text
    }
    for item in tree["itemAttributes"]?.list ?? [] {
      guard let name = item["name"]?.text, let value = item["value"]?.text else { continue }
      attributes.append(ItemAttribute(name: name, value: value))
    }
    for item in tree["itemClassifications"]?.list ?? [] {
      guard let code = item["code"]?.text, let list = item["list"]?.text else { continue }
      classifications.append(
        ItemClassification(code: code, list: list, listVersion: item["listVersion"]?.text))
    }
  }
}
