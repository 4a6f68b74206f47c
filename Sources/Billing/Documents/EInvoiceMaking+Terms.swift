import CivilTime
import Monetary

/// What a document that was ingested says, as far as EN 16931 lets it be said again.
extension EInvoiceMaking {
  private var stated: DocumentTerms? { invoice.ingested?.terms }

  var isForeign: Bool { invoice.namesItsIssuer }

  /// BT-22. The description is the notes on one line, shortened where it must be.
  var notes: [String] {
    let notes = stated?.notes ?? []
    guard notes.isEmpty else { return notes.map(Self.note) }
    return invoice.description.map { [Self.note($0)] } ?? []
  }

  /// A subject that is none of the list would make the note invalid (BR-CL-08).
  private static func note(_ text: String) -> String {
    let parts = text.split(separator: "#", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[1].unicodeScalars.count == 3 else { return text }
    return DocumentCodes.noteSubjects.contains(String(parts[1]))
      ? text : text.replacing("#", with: " ")
  }

  /// BG-3.
  var preceding: [EInvoice.Preceding] {
    (stated?.preceding ?? []).map {
      EInvoice.Preceding(number: $0.number, issueDate: $0.date.flatMap(CivilDate.init(iso8601:)))
    }
  }

  /// Everything else, without codes that no list has.
  mutating func terms(_ codes: Set<String>, of seller: EInvoice.Party?) -> DocumentTerms {
    guard var terms = stated else { return DocumentTerms() }
    Self.keepValid(&terms.texts)
    keepAccountingTax(&terms)
    for role in PartyRole.allCases {
      guard var party = terms[role] else { continue }
      Self.keepValid(&party)
      terms[role] = party
    }
    keepPaymentMeans(&terms)
    keepPayee(&terms, of: seller)
    keepTaxRepresentative(&terms, codes)
    return terms
  }

  private mutating func keepPaymentMeans(_ terms: inout DocumentTerms) {
    terms.paymentMeans = terms.paymentMeans.filter { DocumentCodes.paymentMeans.contains($0.code) }
    for item in terms.paymentMeans where ["30", "58"].contains(item.code) && item.iban == nil {
      unsayable(
        "paymentMeans", "BR-61", "A credit transfer (\(item.code)) names the account to pay to.")
    }
    if Set(terms.paymentMeans.map(\.code)).count > 1
      || Set(terms.paymentMeans.compactMap(\.reference)).count > 1
    {
      unsayable(
        "paymentMeans", "UBL-SR-47",
        "All means of payment are of one code and say one reference.")
    }
    if terms.paymentMeans.count(where: { $0.mandate != nil || $0.debitedAccount != nil }) > 1 {
      unsayable("paymentMeans", "UBL-SR-55", "One of the means of payment has a mandate.")
    }
  }

  /// A payee of the seller's own name is nobody else, and one of another name goes by no identifier of the seller (BR-17,
  /// UBL-SR-19).
  private func keepPayee(_ terms: inout DocumentTerms, of seller: EInvoice.Party?) {
    guard var payee = terms[.payee] else { return }
    let names = [nil, seller?.name, seller?.tradingName, invoice.ingested?.seller?.name]
    guard !names.contains(payee.name) else {
      terms[.payee] = nil
      return
    }
    let taken = (seller?.identifiers.map(\.id) ?? []) + terms.paymentMeans.compactMap(\.creditorId)
    payee.identifiers.removeAll { taken.contains($0.id) }
    terms[.payee] = payee
  }

  /// Where VAT does not apply, nobody represents the seller for it (BR-O-02).
  private mutating func keepTaxRepresentative(_ terms: inout DocumentTerms, _ codes: Set<String>) {
    guard let agent = terms[.taxRepresentative] else { return }
    guard codes != ["O"] else {
      terms[.taxRepresentative] = nil
      return
    }
    guard agent.name != nil, let address = agent.address, let vatId = agent.vatId else {
      unsayable(
        "taxRepresentative", "BR-18",
        "The seller's tax representative has a name, an address and a VAT identifier (BR-19, BR-56)."
      )
      return
    }
    checkCountry(of: address, "taxRepresentative/address/country")
    checkVATIdentifier(vatId, of: "tax representative", "taxRepresentative/vatId")
  }

  /// The tax in another currency: with its amount (BR-53), and the same currency twice says nothing.
  private mutating func keepAccountingTax(_ terms: inout DocumentTerms) {
    let currency = terms[.taxCurrency].flatMap(Currency.init(code:))
    let stated = terms[.taxInTaxCurrency].flatMap { ExactDecimal(wire: $0) }
    guard let currency, let stated, let amount = Money(exactly: stated, currency: currency),
      currency != invoice.currency, !DocumentCodes.unlistedCurrencies.contains(currency.code)
    else {
      terms[.taxCurrency] = nil
      terms[.taxInTaxCurrency] = nil
      return
    }
    terms[.taxInTaxCurrency] = text(amount, "taxInTaxCurrency")
  }

  private static func keepValid(_ texts: inout [DocumentTerm: String]) {
    for term in [DocumentTerm.taxPointDate, .deliveryDate, .periodStartDate, .periodEndDate] {
      texts[term] = texts[term].flatMap { CivilDate(iso8601: $0)?.description }
    }
    // BR-29. Days are written so that their texts compare as they do.
    if let start = texts[.periodStartDate], let end = texts[.periodEndDate], end < start {
      texts[.periodStartDate] = nil
      texts[.periodEndDate] = nil
    }
    // BR-CO-03: one of the two.
    if texts[.taxPointDate] != nil { texts[.taxPointCode] = nil }
    if let code = texts[.taxPointCode], !["3", "35", "432"].contains(code) {
      texts[.taxPointCode] = nil
    }
    if let scheme = texts[.objectIdentifierScheme], !DocumentCodes.objectSchemes.contains(scheme) {
      texts[.objectIdentifierScheme] = nil
    }
    if let scheme = texts[.deliveryLocationScheme],
      !DocumentCodes.identifierSchemes.contains(scheme)
    {
      texts[.deliveryLocationScheme] = nil
    }
  }

  static func keepValid(_ party: inout PartyTerms) {
    for index in party.identifiers.indices {
      guard let scheme = party.identifiers[index].scheme else { continue }
      if !DocumentCodes.identifierSchemes.contains(scheme) { party.identifiers[index].scheme = nil }
    }
    if let scheme = party.registrationScheme, !DocumentCodes.identifierSchemes.contains(scheme) {
      party.registrationScheme = nil
    }
    if let address = party.electronicAddress,
      !DocumentCodes.addressSchemes.contains(address.scheme)
    {
      party.electronicAddress = nil
    }
  }

  /// Of a line; `position` counts from 1.
  mutating func terms(ofLine line: InvoiceLine, at position: Int) -> LineTerms {
    guard var terms = line.ingested?.terms else { return LineTerms() }
    if let scheme = terms[.objectIdentifierScheme], !DocumentCodes.objectSchemes.contains(scheme) {
      terms[.objectIdentifierScheme] = nil
    }
    if let country = terms[.originCountry], !DocumentCodes.countries.contains(country) {
      terms[.originCountry] = nil
    }
    if terms.itemIds.standard != nil,
      !DocumentCodes.identifierSchemes.contains(terms.itemIds.standardScheme ?? "")
    {
      unsayable(
        position, "itemIds/standard", "BR-64",
        "The standard identifier of an item has a scheme of ISO 6523: 0160 is a GTIN.")
    }
    terms.classifications.removeAll { !DocumentCodes.classificationLists.contains($0.list) }
    // BR-27, BR-28 and the schema: amounts, and no less than 0.
    for term in [LineTerm.grossPrice, .priceDiscount] {
      guard let text = terms[term] else { continue }
      let amount = ExactDecimal(wire: text)
      if amount == nil || amount?.isNegative ?? true { terms[term] = nil }
    }
    return terms
  }

  /// The issuer as the document names it.
  mutating func seller(_ terms: PartyTerms, _ codes: Set<String>) -> EInvoice.Party? {
    guard let seller = invoice.ingested?.seller, let name = seller.name, let address = terms.address
    else { return nil }
    var terms = terms
    Self.keepValid(&terms)
    let isSubject = codes != ["O"]
    let vatId = isSubject ? seller.vatId ?? terms.vatId : nil
    if vatId == nil, terms.identifiers.isEmpty, terms.registrationNumber == nil {
      unsayable(
        "seller", "BR-CO-26",
        "The document identifies its seller by none of VAT identifier, registration and identifier."
      )
    }
    checkVATIdentifier(vatId, of: "issuer", "seller/vatId")
    let needing = Self.needingVATIdentifier(codes, hasOther: terms.taxRegistrationNumber != nil)
    // A tax representative's will do.
    if vatId == nil, stated?[.taxRepresentative]?.vatId == nil, let category = needing {
      unsayable(
        "seller/vatId", "BR-\(Self.rule(of: category))-02",
        "The tax category \(category) needs the seller's VAT identifier.")
    }
    checkCountry(of: address, "seller/address/country")
    return EInvoice.Party(
      name: name, tradingName: terms.tradingName, identifiers: terms.identifiers, address: address,
      vatId: vatId, taxRegistrationNumber: isSubject ? terms.taxRegistrationNumber : nil,
      registrationNumber: terms.registrationNumber, registrationScheme: terms.registrationScheme,
      legalForm: terms.legalForm, electronicAddress: terms.electronicAddress,
      contact: terms.contact)
  }
}
