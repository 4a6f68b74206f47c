/// Seller, buyer, and where it was delivered.
extension PrintedInvoiceMaking {
  /// Whether the document is issued by the legal entity that the invoice names. What was ingested may be another's.
  var isOwn: Bool {
    guard let stated = invoice.ingested?.seller else { return true }
    if let vatId = stated.vatId, let own = snapshot.seller.vatId { return vatId == own }
    guard let name = stated.name, let own = invoice.seller?.name else { return true }
    return name == own
  }

  var seller: PrintedInvoice.Party? {
    if invoice.namesItsIssuer || !isOwn, let issuer = invoice.ingested?.seller {
      return self.issuer(issuer)
    }
    guard let seller = invoice.seller else { return nil }
    let details = snapshot.seller
    var facts: [Fact] = []
    if let vatId = details.vatId { facts.append(Fact(text(.vatId), vatId)) }
    if let number = seller.taxRegistrationNumber, number != details.vatId {
      facts.append(Fact(text(.taxNumber), number))
    }
    if let number = details.registrationNumber {
      facts.append(Fact(text(.registrationNumber), number))
    }
    append(details.contact, to: &facts)
    append(taxRepresentative: stated?[.taxRepresentative], to: &facts)
    return PrintedInvoice.Party(
      label: "", name: seller.name, lines: lines(of: seller.address), facts: facts)
  }

  /// As the document that was ingested names it.
  private func issuer(_ seller: DocumentSeller) -> PrintedInvoice.Party {
    let terms = stated?[.seller] ?? PartyTerms()
    let name = seller.name ?? seller.id
    var lines = [terms.tradingName, terms.legalForm].compactMap { $0 }.filter { $0 != name }
    if let address = terms.address { lines += self.lines(of: address) }
    var facts: [Fact] = []
    append(terms, vatId: seller.vatId ?? terms.vatId, terms.registrationNumber, to: &facts)
    append(taxRepresentative: stated?[.taxRepresentative], to: &facts)
    return PrintedInvoice.Party(label: "", name: name, lines: lines, facts: facts)
  }

  var buyer: PrintedInvoice.Party {
    let person = invoice.billToContact.name
    let company = invoice.accountName
    // What was ingested names its buyer there; a generated invoice a person at the account.
    let name = invoice.creationMode == .generated ? company ?? person : person
    var terms = stated?[.buyer] ?? PartyTerms()
    if invoice.creationMode == .external, terms.contact?.email == nil,
      let email = invoice.billToContact.email
    {
      terms.contact = SellerContact(
        name: terms.contact?.name, phone: terms.contact?.phone, email: email)
    }
    var lines = name == person ? [] : [person]
    if let other = terms.tradingName, other != name { lines.append(other) }
    var facts: [Fact] = []
    // What the document says comes before what the account has.
    append(
      terms, vatId: terms.vatId ?? snapshot.buyer.vatId,
      terms.registrationNumber ?? snapshot.buyer.registrationNumber, to: &facts)
    return PrintedInvoice.Party(
      label: text(.billTo), name: name, lines: lines + self.lines(of: invoice.billingAddress),
      facts: facts)
  }

  var delivery: PrintedInvoice.Party? {
    let name = stated?[.deliveryName]
    let place = stated?[.deliveryLocation].map {
      identifier($0, scheme: stated?[.deliveryLocationScheme])
    }
    let address = invoice.shippingAddress
    guard name != nil || place != nil || (address != nil && address != invoice.billingAddress)
    else { return nil }
    var lines = address.map { self.lines(of: $0) } ?? []
    var facts = place.map { [$0] } ?? []
    if let name {
      return PrintedInvoice.Party(label: text(.shipTo), name: name, lines: lines, facts: facts)
    }
    // The first that there is, in bold.
    let first =
      lines.isEmpty ? facts.isEmpty ? nil : facts.removeFirst().value : lines.removeFirst()
    guard let first else { return nil }
    return PrintedInvoice.Party(label: text(.shipTo), name: first, lines: lines, facts: facts)
  }

  // MARK: Identifiers

  /// Of a party, as far as there are any.
  private func append(
    _ terms: PartyTerms, vatId: String?, _ registrationNumber: String?, to facts: inout [Fact]
  ) {
    if let vatId { facts.append(Fact(text(.vatId), vatId)) }
    if let number = terms.taxRegistrationNumber, number != vatId {
      facts.append(Fact(text(.taxNumber), number))
    }
    if let number = registrationNumber { facts.append(Fact(text(.registrationNumber), number)) }
    for item in terms.identifiers { facts.append(identifier(item.id, scheme: item.scheme)) }
    if let address = terms.electronicAddress {
      let scheme = address.scheme.isEmpty ? "" : "\(address.scheme):"
      facts.append(Fact(text(.electronicAddress), scheme + address.id))
    }
    append(terms.contact, to: &facts)
  }

  private func append(_ contact: SellerContact?, to facts: inout [Fact]) {
    let parts = [contact?.name, contact?.phone, contact?.email].compactMap { $0 }
    if !parts.isEmpty { facts.append(Fact(text(.contact), parts.joined(separator: ", "))) }
  }

  private func append(taxRepresentative agent: PartyTerms?, to facts: inout [Fact]) {
    guard let agent else { return }
    var parts = agent.name.map { [$0] } ?? []
    if let address = agent.address { parts += lines(of: address) }
    if let vatId = agent.vatId { parts.append("\(text(.vatId)) \(vatId)") }
    guard !parts.isEmpty else { return }
    facts.append(Fact(text(.taxRepresentative), parts.joined(separator: ", ")))
  }

  /// By the scheme's name where people know it, else with the scheme beside it.
  func identifier(_ id: String, scheme: String?) -> Fact {
    switch scheme {
    case "0088": Fact("GLN", id)
    case let scheme?: Fact(text(.identifier), "\(id) (\(scheme))")
    case nil: Fact(text(.identifier), id)
    }
  }

  /// The place before or after its code, as the country has it.
  private func lines(of address: Address) -> [String] {
    var lines = address.street.isEmpty ? [] : [address.street]
    let isAfter = ["US", "CA", "AU", "GB", "IE", "IN"].contains(address.country)
    var place: [String] = []
    if isAfter {
      let region = [address.state ?? "", address.postalCode].filter { !$0.isEmpty }
      place = [address.city, region.joined(separator: " ")]
    } else {
      let city = [address.postalCode, address.city].filter { !$0.isEmpty }
      place = [city.joined(separator: " "), address.state ?? ""]
    }
    place.append(address.country)
    let line = place.filter { !$0.isEmpty }.joined(separator: ", ")
    if !line.isEmpty { lines.append(line) }
    return lines
  }

  /// Who issued it, and what it is registered by; the rest is for the head.
  func footer(_ seller: PrintedInvoice.Party?) -> String {
    guard let seller else { return "" }
    let registrations = [DocumentWord.vatId, .taxNumber, .registrationNumber].map { text($0) }
    var parts = [seller.name]
    for fact in seller.facts where registrations.contains(fact.label) {
      parts.append("\(fact.label) \(fact.value)")
    }
    return parts.joined(separator: " · ")
  }
}
