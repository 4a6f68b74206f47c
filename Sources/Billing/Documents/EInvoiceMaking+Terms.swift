import CivilTime
import Monetary

/// What a document that was ingested says, as far as EN 16931 lets it be said again.
extension EInvoiceMaking {
  private var stated: DocumentTerms? { invoice.ingested?.terms }

  /// Whether the document names its issuer with an address: then it is said as it was, whoever the legal entity is.
  var isForeign: Bool {
    invoice.ingested?.seller?.name != nil && stated?[.seller]?.address != nil
  }

  /// BT-22. The description is the notes on one line, shortened where it must be.
  var notes: [String] {
    let notes = stated?.notes ?? []
    guard notes.isEmpty else { return notes.map(Self.note) }
    return invoice.description.map { [Self.note($0)] } ?? []
  }

  /// A subject that is none of the list would make the note invalid (BR-CL-08).
  private static func note(_ text: String) -> String {
    let parts = text.split(separator: "#", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[1].utf8.count == 3 else { return text }
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
  mutating func terms() -> DocumentTerms {
    guard var terms = stated else { return DocumentTerms() }
    keepValid(&terms.texts)
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
    // A payee of the seller's own name is nobody else (BR-17).
    if let payee = terms[.payee], payee.name == nil || payee.name == invoice.ingested?.seller?.name
    {
      terms[.payee] = nil
    }
    if let agent = terms[.taxRepresentative],
      agent.name == nil || agent.address == nil || agent.vatId == nil
    {
      unsayable(
        "taxRepresentative", "BR-18",
        "The seller's tax representative has a name, an address and a VAT identifier (BR-19, BR-56)."
      )
    }
    for role in PartyRole.allCases {
      guard var party = terms[role] else { continue }
      Self.keepValid(&party)
      terms[role] = party
    }
    return terms
  }

  private func keepValid(_ texts: inout [DocumentTerm: String]) {
    for term in [DocumentTerm.taxPointDate, .deliveryDate, .periodStartDate, .periodEndDate] {
      texts[term] = texts[term].flatMap { CivilDate(iso8601: $0)?.description }
    }
    // BR-CO-03: one of the two.
    if texts[.taxPointDate] != nil { texts[.taxPointCode] = nil }
    if let code = texts[.taxPointCode], !["3", "35", "432"].contains(code) {
      texts[.taxPointCode] = nil
    }
    let tax = texts[.taxCurrency].flatMap(Currency.init(code:))
    let amount = texts[.taxInTaxCurrency].flatMap { ExactDecimal(wire: $0) }
    // BR-53, and the same amount twice says nothing.
    if tax == nil || amount == nil || tax == invoice.currency {
      texts[.taxCurrency] = nil
      texts[.taxInTaxCurrency] = nil
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
    let strict = codes.intersection(["AE", "K", "G"])
    let needing = terms.taxRegistrationNumber == nil ? codes.subtracting(["O"]) : strict
    // A tax representative's will do.
    if vatId == nil, stated?[.taxRepresentative]?.vatId == nil, let category = needing.min() {
      unsayable(
        "seller/vatId", "BR-\(Self.rule(of: category))-02",
        "The tax category \(category) needs the seller's VAT identifier.")
    }
    if !DocumentCodes.countries.contains(address.country) {
      unsayable(
        "seller/address/country", "BR-CL-14", "\(address.country) is no country of ISO 3166-1.")
    }
    return EInvoice.Party(
      name: name, tradingName: terms.tradingName, identifiers: terms.identifiers, address: address,
      vatId: vatId, taxRegistrationNumber: isSubject ? terms.taxRegistrationNumber : nil,
      registrationNumber: terms.registrationNumber, registrationScheme: terms.registrationScheme,
      legalForm: terms.legalForm, electronicAddress: terms.electronicAddress,
      contact: terms.contact)
  }
}
