import Billing
import Messages

extension UBLReading {
  /// What a line says that no rule of billing reads.
  mutating func terms(ofLine element: XMLElement, in place: String) -> LineTerms {
    var terms = LineTerms()
    terms[.note] = text("Note", of: element, room: LineTerm.note.room, in: place)
    terms[.accountingReference] = term("AccountingCost", of: element, in: place)
    terms[.orderLineReference] = term("OrderLineReference/LineID", of: element, in: place)
    let object = element.all("DocumentReference").first {
      ($0.text("DocumentTypeCode") ?? Self.object) == Self.object
    }
    terms[.objectIdentifier] = text(object?.text("ID"), room: 255, at: "\(place)/DocumentReference")
    terms[.objectIdentifierScheme] = scheme(of: object?.first("ID"), room: 255)
    if let discount = element.at("Price/AllowanceCharge") {
      terms[.priceDiscount] = term("Amount", of: discount, in: place)
      terms[.grossPrice] = term("BaseAmount", of: discount, in: place)
    }
    if let item = element.first("Item") { self.item(item, &terms, in: "\(place)/Item") }
    return terms
  }

  private mutating func item(_ item: XMLElement, _ terms: inout LineTerms, in place: String) {
    // Else the description is the name.
    if item.text("Name") != nil {
      terms[.description] = text(
        "Description", of: item, room: LineTerm.description.room, in: place)
    }
    let category = item.first("ClassifiedTaxCategory")
    terms[.exemptionReason] = text(
      category?.text("TaxExemptionReason"), room: LineTerm.exemptionReason.room, at: place)
    terms[.exemptionReasonCode] = text(
      category?.text("TaxExemptionReasonCode"), room: 255, at: place)
    terms.itemIds.buyer = term("BuyersItemIdentification/ID", of: item, in: place)
    terms.itemIds.seller = term("SellersItemIdentification/ID", of: item, in: place)
    let standard = item.at("StandardItemIdentification/ID")
    terms.itemIds.standard = text(
      standard?.trimmedText, room: 255, at: "\(place)/StandardItemIdentification")
    terms.itemIds.standardScheme = scheme(of: standard)
    terms[.originCountry] = term("OriginCountry/IdentificationCode", of: item, in: place)
    terms.attributes = attributes(of: item, in: "AdditionalItemProperty", name: "Name", at: place)
    terms.classifications = classifications(
      of: item, in: "CommodityClassification", code: "ItemClassificationCode", at: place)
  }

  // MARK: What both syntaxes say alike, by other names

  /// BG-32.
  mutating func attributes(
    of item: XMLElement, in list: String, name: String, at place: String
  ) -> [LineTerms.ItemAttribute] {
    var found: [LineTerms.ItemAttribute] = []
    for property in item.all(list) {
      guard let name = term(name, of: property, in: place),
        let value = text("Value", of: property, room: IngestedText.reason, in: place)
      else { continue }
      found.append(LineTerms.ItemAttribute(name: name, value: value))
    }
    return listed(found, at: "\(place)/\(list)")
  }

  /// BT-158.
  mutating func classifications(
    of item: XMLElement, in list: String, code name: String, at place: String
  ) -> [LineTerms.ItemClassification] {
    let place = "\(place)/\(list)"
    var found: [LineTerms.ItemClassification] = []
    for classification in item.all(list) {
      guard let stated = classification.first(name),
        let number = text(stated.trimmedText, room: 255, at: place),
        let list = code(stated.attributes["listID"], room: 10, at: place)
      else { continue }
      found.append(
        LineTerms.ItemClassification(
          code: number, list: list,
          listVersion: text(
            stated.attributes["listVersionID"]?.trimmedToOneLine, room: 255, at: place)))
    }
    return listed(found, at: place)
  }

  /// BT-120 and BT-121, by category (BT-118).
  mutating func exemptions(
    of taxes: [XMLElement], category: String, reason: String, code: String, at place: String
  ) -> [String: (reason: String?, code: String?)] {
    var found: [String: (reason: String?, code: String?)] = [:]
    for tax in taxes {
      guard let id = tax.text(category), found[id] == nil else { continue }
      let reason = text(reason, of: tax, room: LineTerm.exemptionReason.room, in: place)
      let code = term(code, of: tax, in: place)
      if reason != nil || code != nil { found[id] = (reason, code) }
    }
    return found
  }
}

extension UBLDocument {
  /// Why a category bears no tax stands with its subtotal: each line of it that says nothing itself has that reason, and each
  /// allowance and charge on the document.
  mutating func spread(_ exemptions: [String: (reason: String?, code: String?)]) {
    guard !exemptions.isEmpty else { return }
    for index in lines.indices {
      guard let category = lines[index].taxCategory, let found = exemptions[category],
        lines[index].terms[.exemptionReason] == nil,
        lines[index].terms[.exemptionReasonCode] == nil
      else { continue }
      lines[index].terms[.exemptionReason] = found.reason
      lines[index].terms[.exemptionReasonCode] = found.code
    }
    for index in allowances.indices { allowances[index].take(exemptions) }
    for index in charges.indices { charges[index].take(exemptions) }
  }
}

extension UBLDocument.Adjustment {
  fileprivate mutating func take(_ exemptions: [String: (reason: String?, code: String?)]) {
    guard let category = taxCategory, let found = exemptions[category] else { return }
    exemptionReason = found.reason
    exemptionReasonCode = found.code
  }
}
