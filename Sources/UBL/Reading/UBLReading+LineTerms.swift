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
    var attributes: [LineTerms.ItemAttribute] = []
    for property in item.all("AdditionalItemProperty") {
      guard let name = term("Name", of: property, in: place),
        let value = text("Value", of: property, room: IngestedText.reason, in: place)
      else { continue }
      attributes.append(LineTerms.ItemAttribute(name: name, value: value))
    }
    terms.attributes = listed(attributes, at: "\(place)/AdditionalItemProperty")
    var classifications: [LineTerms.ItemClassification] = []
    for item in item.all("CommodityClassification") {
      guard let code = item.first("ItemClassificationCode"),
        let number = text(code.trimmedText, room: 255, at: "\(place)/CommodityClassification"),
        let list = self.code(
          code.attributes["listID"], room: 10, at: "\(place)/CommodityClassification")
      else { continue }
      classifications.append(
        LineTerms.ItemClassification(
          code: number, list: list,
          listVersion: text(
            code.attributes["listVersionID"]?.trimmedToOneLine, room: 255,
            at: "\(place)/CommodityClassification")))
    }
    terms.classifications = listed(classifications, at: "\(place)/CommodityClassification")
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
