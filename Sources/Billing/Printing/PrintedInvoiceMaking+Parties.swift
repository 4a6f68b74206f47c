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
    if !isOwn, let other = invoice.ingested?.seller {
      let facts = other.vatId.map { [Fact(text(.vatId), $0)] } ?? []
      return PrintedInvoice.Party(
        label: "", name: other.name ?? other.id, lines: [], facts: facts)
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
    if let contact = details.contact {
      let parts = [contact.name, contact.phone, contact.email].compactMap { $0 }
      if !parts.isEmpty { facts.append(Fact(text(.contact), parts.joined(separator: ", "))) }
    }
    return PrintedInvoice.Party(
      label: "", name: seller.name, lines: lines(of: seller.address), facts: facts)
  }

  var buyer: PrintedInvoice.Party {
    let person = invoice.billToContact.name
    let company = invoice.accountName
    // What was ingested names its buyer there; a generated invoice a person at the account.
    let name = invoice.creationMode == .generated ? company ?? person : person
    var facts: [Fact] = []
    if let vatId = snapshot.buyer.vatId { facts.append(Fact(text(.vatId), vatId)) }
    if let number = snapshot.buyer.registrationNumber {
      facts.append(Fact(text(.registrationNumber), number))
    }
    return PrintedInvoice.Party(
      label: text(.billTo), name: name,
      lines: (name == person ? [] : [person]) + lines(of: invoice.billingAddress), facts: facts)
  }

  var delivery: PrintedInvoice.Party? {
    guard let address = invoice.shippingAddress, address != invoice.billingAddress else {
      return nil
    }
    let lines = lines(of: address)
    guard let first = lines.first else { return nil }
    return PrintedInvoice.Party(
      label: text(.shipTo), name: first, lines: Array(lines.dropFirst()), facts: [])
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

  func footer(_ seller: PrintedInvoice.Party?) -> String {
    guard let seller else { return "" }
    var parts = [seller.name]
    // The contact is for the head.
    let contact = text(.contact)
    for fact in seller.facts where fact.label != contact {
      parts.append("\(fact.label) \(fact.value)")
    }
    return parts.joined(separator: " · ")
  }
}
