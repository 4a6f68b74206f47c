import Billing
import Messages

/// What a Cross Industry Invoice says that no rule of billing reads.
extension UBLReading {
  mutating func crossIndustryTerms(
    of trade: XMLElement?, typeCode: String, notes: [String]
  ) -> DocumentTerms {
    var terms = DocumentTerms()
    let agreement = trade?.first("ApplicableHeaderTradeAgreement")
    let settlement = trade?.first("ApplicableHeaderTradeSettlement")
    terms[.typeCode] = kept(typeCode: typeCode)
    terms.notes = self.notes(notes)
    if let agreement { references(of: agreement, &terms) }
    if let delivery = trade?.first("ApplicableHeaderTradeDelivery") {
      self.delivery(delivery, &terms)
    }
    crossIndustryParties(agreement, settlement, &terms)
    if let settlement {
      taxes(of: settlement, &terms)
      payment(of: settlement, &terms)
      terms.preceding = preceding(of: settlement)
    }
    return terms
  }

  private mutating func references(of agreement: XMLElement, _ terms: inout DocumentTerms) {
    terms[.buyerReference] = term("BuyerReference", of: agreement)
    terms[.salesOrderReference] = term(
      "SellerOrderReferencedDocument/IssuerAssignedID", of: agreement)
    terms[.contractReference] = term("ContractReferencedDocument/IssuerAssignedID", of: agreement)
    terms[.projectReference] = term("SpecifiedProcuringProject/ID", of: agreement)
    let place = "AdditionalReferencedDocument"
    var attachments: [DocumentTerms.SupportingDocument] = []
    for item in agreement.all(place) {
      let id = term("IssuerAssignedID", of: item, in: place)
      switch item.text("TypeCode") {
      case "50" where terms[.tenderReference] == nil: terms[.tenderReference] = id
      case Self.object where terms[.objectIdentifier] == nil:
        terms[.objectIdentifier] = id
        terms[.objectIdentifierScheme] = code(
          item.text("ReferenceTypeCode"), room: 255, at: "\(place)/ReferenceTypeCode")
      default:
        guard let id else { continue }
        attachments.append(
          DocumentTerms.SupportingDocument(
            id: id,
            description: text(
              item.text("Name")
                ?? item.first("AttachmentBinaryObject")?.attributes["filename"]?.trimmedToOneLine,
              room: IngestedText.reason, at: "\(place)/Name"),
            url: text("URIID", of: item, room: 2_000, in: place)))
      }
    }
    terms.attachments = listed(attachments, at: place)
  }

  private mutating func delivery(_ delivery: XMLElement, _ terms: inout DocumentTerms) {
    terms[.deliveryDate] = text(
      delivery.day("ActualDeliverySupplyChainEvent/OccurrenceDateTime"), room: 255,
      at: "ActualDeliverySupplyChainEvent")
    terms[.despatchAdviceReference] = term(
      "DespatchAdviceReferencedDocument/IssuerAssignedID", of: delivery)
    terms[.receivingAdviceReference] = term(
      "ReceivingAdviceReferencedDocument/IssuerAssignedID", of: delivery)
    guard let place = delivery.first("ShipToTradeParty") else { return }
    terms[.deliveryName] = term("Name", of: place, in: "ShipToTradeParty")
    let location = place.first("GlobalID") ?? place.first("ID")
    terms[.deliveryLocation] = text(
      location?.trimmedText, room: 255, at: "ShipToTradeParty/ID")
    terms[.deliveryLocationScheme] = scheme(of: location, room: 255)
  }

  private mutating func taxes(of settlement: XMLElement, _ terms: inout DocumentTerms) {
    terms[.accountingReference] = term(
      "ReceivableSpecifiedTradeAccountingAccount/ID", of: settlement)
    if let other = settlement.text("TaxCurrencyCode"), other != currency {
      terms[.taxCurrency] = text(other, room: 255, at: "TaxCurrencyCode")
      let total = settlement.first("SpecifiedTradeSettlementHeaderMonetarySummation")?
        .all("TaxTotalAmount").first { $0.attributes["currencyID"] == other }
      terms[.taxInTaxCurrency] = text(total?.trimmedText, room: 255, at: "TaxTotalAmount")
    }
    let taxes = settlement.all("ApplicableTradeTax")
    terms[.taxPointDate] = text(
      taxes.lazy.compactMap { $0.day("TaxPointDate") }.first, room: 255, at: "TaxPointDate")
    let code = taxes.lazy.compactMap { $0.text("DueDateTypeCode") }.first
    terms[.taxPointCode] = text(
      code.map { Self.taxPointCodes[$0] ?? $0 }, room: 255, at: "DueDateTypeCode")
    if let period = settlement.first("BillingSpecifiedPeriod") {
      let place = "BillingSpecifiedPeriod"
      terms[.periodStartDate] = text(period.day("StartDateTime"), room: 255, at: place)
      terms[.periodEndDate] = text(period.day("EndDateTime"), room: 255, at: place)
    }
  }

  /// BT-8 has codes of UNTDID 2475 here, and in UBL those of UNTDID 2005: the date of the invoice, of the delivery, of the payment.
  private static var taxPointCodes: [String: String] { ["5": "3", "29": "35", "72": "432"] }

  private mutating func preceding(
    of settlement: XMLElement
  ) -> [DocumentTerms.PrecedingInvoice] {
    let place = "InvoiceReferencedDocument"
    var found: [DocumentTerms.PrecedingInvoice] = []
    for item in settlement.all(place) {
      guard let number = text("IssuerAssignedID", of: item, room: IngestedText.number, in: place)
      else { continue }
      found.append(
        DocumentTerms.PrecedingInvoice(
          number: number,
          date: date(item.day("FormattedIssueDateTime"), at: "\(place)/FormattedIssueDateTime")))
    }
    return listed(found, at: place)
  }

  private mutating func payment(of settlement: XMLElement, _ terms: inout DocumentTerms) {
    let conditions = settlement.all("SpecifiedTradePaymentTerms")
    let words = conditions.compactMap { $0.text("Description") }
    terms[.paymentTermsText] = text(
      words.isEmpty ? nil : words.joined(separator: " "), room: DocumentTerm.paymentTermsText.room,
      at: "SpecifiedTradePaymentTerms/Description")
    let place = "SpecifiedTradeSettlementPaymentMeans"
    var found: [DocumentTerms.PaymentMeans] = []
    for item in settlement.all(place) { found.append(paymentMeans(item, in: place)) }
    let reference = term("PaymentReference", of: settlement)
    let mandate = text(
      conditions.lazy.compactMap { $0.text("DirectDebitMandateID") }.first, room: 255,
      at: "SpecifiedTradePaymentTerms/DirectDebitMandateID")
    let creditor = term("CreditorReferenceID", of: settlement)
    if found.isEmpty, reference != nil || mandate != nil || creditor != nil {
      found.append(DocumentTerms.PaymentMeans(code: DocumentTerms.PaymentMeans.undefined))
    }
    // Said once for the document; UBL says them with each.
    let isDebited = found.contains(where: \.isDirectDebit)
    for index in found.indices {
      found[index].reference = reference
      guard found[index].isDirectDebit || !isDebited else { continue }
      found[index].mandate = mandate
      found[index].creditorId = creditor
    }
    terms.paymentMeans = listed(found, at: place)
  }

  private mutating func paymentMeans(
    _ element: XMLElement, in place: String
  ) -> DocumentTerms.PaymentMeans {
    var means = DocumentTerms.PaymentMeans(
      code: code(element.text("TypeCode"), room: 3, at: "\(place)/TypeCode")
        ?? DocumentTerms.PaymentMeans.undefined)
    means.text = term("Information", of: element, in: place)
    let account = element.first("PayeePartyCreditorFinancialAccount")
    means.iban = text(
      account?.text("IBANID") ?? account?.text("ProprietaryID"), room: 255,
      at: "\(place)/PayeePartyCreditorFinancialAccount")
    means.accountName = text(
      account?.text("AccountName"), room: 255, at: "\(place)/AccountName")
    means.bic = term("PayeeSpecifiedCreditorFinancialInstitution/BICID", of: element, in: place)
    means.debitedAccount = term(
      "PayerPartyDebtorFinancialAccount/IBANID", of: element, in: place)
    return means
  }

  // MARK: Lines

  mutating func crossIndustryTerms(
    ofLine element: XMLElement, hasName: Bool, in place: String
  ) -> LineTerms {
    var terms = LineTerms()
    let notes = element.first("AssociatedDocumentLineDocument")?.all("IncludedNote")
      .compactMap { $0.text("Content") }
    terms[.note] = text(
      (notes?.isEmpty ?? true) ? nil : notes?.joined(separator: " "), room: LineTerm.note.room,
      at: "\(place)/IncludedNote")
    if let agreement = element.first("SpecifiedLineTradeAgreement") {
      terms[.orderLineReference] = term(
        "BuyerOrderReferencedDocument/LineID", of: agreement, in: place)
      let gross = agreement.first("GrossPriceProductTradePrice")
      // A gross price without what it was lowered by is the price.
      if let gross, gross.first("AppliedTradeAllowanceCharge") != nil {
        terms[.grossPrice] = term("ChargeAmount", of: gross, in: place)
        terms[.priceDiscount] = term(
          "AppliedTradeAllowanceCharge/ActualAmount", of: gross, in: place)
      }
    }
    if let settlement = element.first("SpecifiedLineTradeSettlement") {
      terms[.accountingReference] = term(
        "ReceivableSpecifiedTradeAccountingAccount/ID", of: settlement, in: place)
      let object = settlement.all("AdditionalReferencedDocument").first {
        ($0.text("TypeCode") ?? Self.object) == Self.object
      }
      terms[.objectIdentifier] = text(
        object?.text("IssuerAssignedID"), room: 255, at: "\(place)/AdditionalReferencedDocument")
      terms[.objectIdentifierScheme] = code(
        object?.text("ReferenceTypeCode"), room: 255,
        at: "\(place)/AdditionalReferencedDocument")
      let tax = settlement.first("ApplicableTradeTax")
      terms[.exemptionReason] = text(
        tax?.text("ExemptionReason"), room: LineTerm.exemptionReason.room, at: place)
      terms[.exemptionReasonCode] = text(tax?.text("ExemptionReasonCode"), room: 255, at: place)
    }
    if let product = element.first("SpecifiedTradeProduct") {
      item(product, hasName: hasName, &terms, in: "\(place)/SpecifiedTradeProduct")
    }
    return terms
  }

  private mutating func item(
    _ product: XMLElement, hasName: Bool, _ terms: inout LineTerms, in place: String
  ) {
    if hasName {
      terms[.description] = text(
        "Description", of: product, room: LineTerm.description.room, in: place)
    }
    terms.itemIds.seller = term("SellerAssignedID", of: product, in: place)
    terms.itemIds.buyer = term("BuyerAssignedID", of: product, in: place)
    let standard = product.first("GlobalID")
    terms.itemIds.standard = text(standard?.trimmedText, room: 255, at: "\(place)/GlobalID")
    terms.itemIds.standardScheme = scheme(of: standard)
    terms[.originCountry] = term("OriginTradeCountry/ID", of: product, in: place)
    terms.attributes = attributes(
      of: product, in: "ApplicableProductCharacteristic", name: "Description", at: place)
    terms.classifications = classifications(
      of: product, in: "DesignatedProductClassification", code: "ClassCode", at: place)
  }
}
