import Billing
import Messages

/// What a document says that no rule of billing reads. None of it refuses a document: what has no room, or not the form that its
/// member must have, is shortened or left out, which is said.
extension UBLReading {
  mutating func terms(of root: XMLElement, isCreditNote: Bool) -> DocumentTerms {
    var terms = DocumentTerms()
    texts(of: root, &terms)
    references(of: root, isCreditNote: isCreditNote, &terms)
    delivery(of: root, &terms)
    terms.notes = notes(root.all("Note").map(\.trimmedText))
    terms.preceding = preceding(of: root)
    terms.attachments = attachments(of: root, isCreditNote: isCreditNote)
    parties(of: root, &terms)
    terms.paymentMeans = paymentMeans(of: root, &terms)
    return terms
  }

  private mutating func texts(of root: XMLElement, _ terms: inout DocumentTerms) {
    terms[.typeCode] = kept(
      typeCode: root.text("InvoiceTypeCode") ?? root.text("CreditNoteTypeCode"))
    if let other = root.text("TaxCurrencyCode"), other != currency {
      terms[.taxCurrency] = text(other, room: 255, at: "TaxCurrencyCode")
      let total = root.all("TaxTotal").lazy.compactMap { $0.first("TaxAmount") }
        .first { $0.attributes["currencyID"] == other }
      terms[.taxInTaxCurrency] = text(total?.trimmedText, room: 255, at: "TaxTotal/TaxAmount")
    }
    terms[.taxPointDate] = text(root.date("TaxPointDate"), room: 255, at: "TaxPointDate")
    terms[.buyerReference] = term("BuyerReference", of: root)
    terms[.accountingReference] = term("AccountingCost", of: root)
    if let period = root.first("InvoicePeriod") {
      terms[.taxPointCode] = term("DescriptionCode", of: period)
      terms[.periodStartDate] = text(period.date("StartDate"), room: 255, at: "InvoicePeriod")
      terms[.periodEndDate] = text(period.date("EndDate"), room: 255, at: "InvoicePeriod")
    }
    let notes = root.all("PaymentTerms").flatMap { $0.all("Note") }.compactMap(\.trimmedText)
    terms[.paymentTermsText] = text(
      notes.isEmpty ? nil : notes.joined(separator: " "), room: DocumentTerm.paymentTermsText.room,
      at: "PaymentTerms/Note")
  }

  private mutating func references(
    of root: XMLElement, isCreditNote: Bool, _ terms: inout DocumentTerms
  ) {
    terms[.salesOrderReference] = term("OrderReference/SalesOrderID", of: root)
    terms[.despatchAdviceReference] = term("DespatchDocumentReference/ID", of: root)
    terms[.receivingAdviceReference] = term("ReceiptDocumentReference/ID", of: root)
    terms[.tenderReference] = term("OriginatorDocumentReference/ID", of: root)
    terms[.contractReference] = term("ContractDocumentReference/ID", of: root)
    terms[.projectReference] = term("ProjectReference/ID", of: root)
    for item in root.all("AdditionalDocumentReference") {
      switch item.text("DocumentTypeCode") {
      case Self.object where terms[.objectIdentifier] == nil:
        let id = item.first("ID")
        terms[.objectIdentifier] = text(
          id?.trimmedText, room: 255, at: "AdditionalDocumentReference/ID")
        terms[.objectIdentifierScheme] = scheme(of: id, room: 255)
      case Self.project where isCreditNote && terms[.projectReference] == nil:
        terms[.projectReference] = term("ID", of: item)
      default: continue
      }
    }
  }

  /// UNTDID 1001: what is invoiced, and in a credit note its project.
  static var object: String { "130" }
  static var project: String { "50" }

  private mutating func delivery(of root: XMLElement, _ terms: inout DocumentTerms) {
    guard let delivery = root.first("Delivery") else { return }
    terms[.deliveryDate] = text(
      delivery.date("ActualDeliveryDate"), room: 255, at: "Delivery/ActualDeliveryDate")
    terms[.deliveryName] = text(
      delivery.text("DeliveryParty/PartyName/Name")
        ?? delivery.text("DeliveryParty/PartyLegalEntity/RegistrationName"), room: 255,
      at: "Delivery/DeliveryParty")
    let location = delivery.at("DeliveryLocation/ID")
    terms[.deliveryLocation] = text(
      location?.trimmedText, room: 255, at: "Delivery/DeliveryLocation/ID")
    terms[.deliveryLocationScheme] = scheme(of: location, room: 255)
  }

  private mutating func preceding(of root: XMLElement) -> [DocumentTerms.PrecedingInvoice] {
    var found: [DocumentTerms.PrecedingInvoice] = []
    for reference in root.all("BillingReference") {
      let document =
        reference.first("InvoiceDocumentReference")
        ?? reference.first("CreditNoteDocumentReference")
      guard let document,
        let number = text("ID", of: document, room: IngestedText.number, in: "BillingReference")
      else { continue }
      found.append(
        DocumentTerms.PrecedingInvoice(
          number: number,
          date: date(document.date("IssueDate"), at: "BillingReference/IssueDate")))
    }
    return listed(found, at: "BillingReference")
  }

  /// Without their files.
  private mutating func attachments(
    of root: XMLElement, isCreditNote: Bool
  ) -> [DocumentTerms.SupportingDocument] {
    let place = "AdditionalDocumentReference"
    var found: [DocumentTerms.SupportingDocument] = []
    for item in root.all(place) {
      let code = item.text("DocumentTypeCode")
      guard code != Self.object, !(isCreditNote && code == Self.project),
        let id = text("ID", of: item, room: 255, in: place)
      else { continue }
      found.append(
        DocumentTerms.SupportingDocument(
          id: id,
          description: text(
            item.text("DocumentDescription")
              ?? item.at("Attachment/EmbeddedDocumentBinaryObject")?.attributes["filename"]?
              .trimmedToOneLine, room: IngestedText.reason, at: "\(place)/DocumentDescription"),
          url: text(
            "Attachment/ExternalReference/URI", of: item, room: 2_000, in: place)))
    }
    return listed(found, at: place)
  }

  // MARK: Means of payment

  private mutating func paymentMeans(
    of root: XMLElement, _ terms: inout DocumentTerms
  ) -> [DocumentTerms.PaymentMeans] {
    var found: [DocumentTerms.PaymentMeans] = []
    for item in root.all("PaymentMeans") {
      if let means = paymentMeans(item) { found.append(means) }
    }
    // BT-90 is an identifier of who is paid: one, said of each means that debits.
    let debiting = found.indices.filter { found[$0].mandate != nil || found[$0].isDirectDebit }
    if !debiting.isEmpty, let creditor = terms.takeCreditorId() {
      for index in debiting { found[index].creditorId = creditor }
    }
    return listed(found, at: "PaymentMeans")
  }

  /// nil for one that holds nothing but a due date.
  private mutating func paymentMeans(_ element: XMLElement) -> DocumentTerms.PaymentMeans? {
    let place = "PaymentMeans"
    let stated = element.first("PaymentMeansCode")
    var means = DocumentTerms.PaymentMeans(
      code: code(stated?.trimmedText, room: 3, at: "\(place)/PaymentMeansCode")
        ?? DocumentTerms.PaymentMeans.undefined)
    means.text = text(
      stated?.attributes["name"]?.trimmedToOneLine, room: 255, at: "\(place)/PaymentMeansCode")
    let references = element.all("PaymentID").compactMap(\.trimmedText)
    means.reference = text(
      references.isEmpty ? nil : references.joined(separator: " "), room: 255,
      at: "\(place)/PaymentID")
    let account = "PayeeFinancialAccount"
    means.iban = text("\(account)/ID", of: element, room: 255, in: place)
    means.accountName = text("\(account)/Name", of: element, room: 255, in: place)
    means.bic = text(
      element.text("\(account)/FinancialInstitutionBranch/ID")
        ?? element.text("\(account)/FinancialInstitutionBranch/FinancialInstitution/ID"), room: 255,
      at: "\(place)/\(account)/FinancialInstitutionBranch")
    means.mandate = text("PaymentMandate/ID", of: element, room: 255, in: place)
    means.debitedAccount = text(
      "PaymentMandate/PayerFinancialAccount/ID", of: element, room: 255, in: place)
    return means == DocumentTerms.PaymentMeans(code: DocumentTerms.PaymentMeans.undefined)
      ? nil : means
  }
}

extension DocumentTerms.PaymentMeans {
  /// UNTDID 4461: nothing is said of it.
  static var undefined: String { "1" }

  /// UNTDID 4461: a direct debit, one of SEPA.
  var isDirectDebit: Bool { code == "49" || code == "59" }
}

extension DocumentTerms {
  /// The identifier of the payee, else of the seller, by which the bank knows who debits.
  mutating func takeCreditorId() -> String? {
    for role in [PartyRole.payee, .seller] {
      guard var party = self[role],
        let index = party.identifiers.firstIndex(where: { $0.scheme == "SEPA" })
      else { continue }
      let id = party.identifiers.remove(at: index).id
      self[role] = party
      return id
    }
    return nil
  }
}
