import Billing
import Messages

extension UBLDocument {
  /// A Cross Industry Invoice (CII), the other syntax of EN 16931: what is read is what would be read of the same document in UBL.
  init(crossIndustry root: XMLElement, _ reading: inout UBLReading) {
    let head = root.at("ExchangedDocument")
    let trade = root.first("SupplyChainTradeTransaction")
    let agreement = trade?.first("ApplicableHeaderTradeAgreement")
    let settlement = trade?.first("ApplicableHeaderTradeSettlement")
    let number = reading.required(
      head?.text("ID"), "ExchangedDocument/ID", isCounted: false)
    let issueDate = reading.required(
      head?.day("IssueDateTime"), "ExchangedDocument/IssueDateTime", standIn: "2000-01-01",
      isCounted: false)
    let code = reading.crossIndustryTypeCode(head)
    let currency = reading.required(reading.currency, "InvoiceCurrencyCode")
    let notes = (head?.all("IncludedNote") ?? []).compactMap(Self.note)
    let description = reading.text(
      notes.isEmpty ? nil : notes.joined(separator: " "), room: IngestedText.description,
      at: "ExchangedDocument/IncludedNote")
    let sellerParty = agreement?.first("SellerTradeParty")
    let seller = reading.required(
      Self.seller(sellerParty), "SellerTradeParty with an identifier or a name", isCounted: false)
    let buyer = agreement?.first("BuyerTradeParty")
    let place = "BuyerTradeParty"
    let buyerName = reading.text(
      buyer?.text("Name"), room: IngestedText.contactName, at: "\(place)/Name")
    let email = reading.email(
      buyer?.text("DefinedTradeContact/EmailURIUniversalCommunication/URIID"),
      at: "\(place)/DefinedTradeContact/EmailURIUniversalCommunication")
    let buyerAddress = reading.crossIndustryAddress(buyer, at: "\(place)/PostalTradeAddress")
    let shipTo = trade?.at("ApplicableHeaderTradeDelivery/ShipToTradeParty")
    let deliveryAddress = reading.crossIndustryAddress(
      shipTo, at: "ShipToTradeParty/PostalTradeAddress")
    let adjustments = reading.crossIndustryAdjustments(of: settlement, in: "settlement")
    let breakdown = reading.crossIndustryBreakdown(settlement)
    let totals = reading.crossIndustryTotals(settlement)
    let lines = reading.crossIndustryLines(trade)
    self.init(
      isCreditNote: DocumentTypeCode.creditNotes.contains(code), number: number,
      issueDate: issueDate,
      dueDate: settlement?.all("SpecifiedTradePaymentTerms").lazy
        .compactMap { $0.day("DueDateDateTime") }.first,
      currency: currency, note: description, seller: seller,
      buyerIdentifier: buyer?.text("ID") ?? buyer?.text("GlobalID"), buyerName: buyerName,
      buyerEmail: email, buyerAddress: buyerAddress, deliveryAddress: deliveryAddress,
      lines: lines, allowances: adjustments.allowances, charges: adjustments.charges,
      taxBreakdown: breakdown, totals: totals)
    sellerName = reading.text(
      sellerParty?.text("Name"), room: IngestedText.contactName, at: "SellerTradeParty/Name")
    sellerVAT = sellerParty?.registration("VA")
    purchaseOrderNumber = reading.text(
      agreement?.text("BuyerOrderReferencedDocument/IssuerAssignedID"), room: IngestedText.number,
      at: "BuyerOrderReferencedDocument")
    period = Period(crossIndustry: settlement?.first("BillingSpecifiedPeriod"))
    terms = reading.crossIndustryTerms(of: trade, typeCode: code, notes: notes)
    let tax = "ApplicableTradeTax"
    spread(
      reading.exemptions(
        of: settlement?.all(tax) ?? [], category: "CategoryCode", reason: "ExemptionReason",
        code: "ExemptionReasonCode", at: tax))
  }

  /// As UBL writes it: the subject before the text.
  private static func note(_ element: XMLElement) -> String? {
    guard let text = element.text("Content") else { return nil }
    return element.text("SubjectCode").map { "#\($0)#\(text)" } ?? text
  }

  private static func seller(_ party: XMLElement?) -> String? {
    guard let party else { return nil }
    return party.registration("VA") ?? party.text("SpecifiedTaxRegistration/ID")
      ?? party.text("SpecifiedLegalOrganization/ID") ?? party.text("Name")
  }
}

extension XMLElement {
  /// The party's registration for tax: VA is VAT, FC another one.
  func registration(_ scheme: String) -> String? {
    all("SpecifiedTaxRegistration").lazy.compactMap { $0.first("ID") }
      .first { $0.attributes["schemeID"] == scheme }?.trimmedText
  }
}

extension UBLDocument.Period {
  init(crossIndustry element: XMLElement?) {
    self.init(startDate: element?.day("StartDateTime"), endDate: element?.day("EndDateTime"))
  }
}
