import Billing
import Messages

/// Who a Cross Industry Invoice names.
extension UBLReading {
  mutating func crossIndustryParties(
    _ agreement: XMLElement?, _ settlement: XMLElement?, _ terms: inout DocumentTerms
  ) {
    if let element = agreement?.first("SellerTradeParty") {
      let place = "SellerTradeParty"
      var party = crossIndustryDetails(of: element, at: place)
      party.legalForm = text("Description", of: element, room: IngestedText.reason, in: place)
      party.address = crossIndustryPartyAddress(element, at: place)
      party.contact = crossIndustryContact(element, at: place)
      terms[.seller] = party
    }
    if let element = agreement?.first("BuyerTradeParty") {
      var party = crossIndustryDetails(of: element, at: "BuyerTradeParty")
      party.vatId = text(
        element.registration("VA"), room: IngestedText.number,
        at: "BuyerTradeParty/SpecifiedTaxRegistration")
      party.contact = crossIndustryContact(element, at: "BuyerTradeParty")
      // Which is the invoice's.
      party.contact?.email = nil
      if party.contact == SellerContact() { party.contact = nil }
      terms[.buyer] = party
    }
    if let element = settlement?.first("PayeeTradeParty") {
      var party = crossIndustryDetails(of: element, at: "PayeeTradeParty")
      party.name = term("Name", of: element, in: "PayeeTradeParty")
      party.tradingName = nil
      terms[.payee] = party
    }
    let agent = "SellerTaxRepresentativeTradeParty"
    if let element = agreement?.first(agent) {
      var party = PartyTerms()
      party.name = term("Name", of: element, in: agent)
      party.vatId = text(
        element.registration("VA"), room: IngestedText.number,
        at: "\(agent)/SpecifiedTaxRegistration")
      party.address = crossIndustryPartyAddress(element, at: agent)
      terms[.taxRepresentative] = party
    }
  }

  private mutating func crossIndustryDetails(
    of element: XMLElement, at place: String
  ) -> PartyTerms {
    var party = PartyTerms()
    let entity = element.first("SpecifiedLegalOrganization")
    let trading = entity?.text("TradingBusinessName")
    if trading != element.text("Name") {
      party.tradingName = text(trading, room: 255, at: "\(place)/TradingBusinessName")
    }
    var identifiers: [PartyIdentifier] = []
    for id in element.all("ID") + element.all("GlobalID") {
      guard let found = text(id.trimmedText, room: IngestedText.number, at: "\(place)/\(id.name)")
      else { continue }
      identifiers.append(PartyIdentifier(id: found, scheme: scheme(of: id)))
    }
    party.identifiers = listed(identifiers, at: "\(place)/ID")
    party.taxRegistrationNumber = text(
      element.registration("FC"), room: 255, at: "\(place)/SpecifiedTaxRegistration")
    let number = entity?.first("ID")
    party.registrationNumber = text(
      number?.trimmedText, room: 255, at: "\(place)/SpecifiedLegalOrganization/ID")
    party.registrationScheme = scheme(of: number)
    let address = element.at("URIUniversalCommunication/URIID")
    if let id = text(address?.trimmedText, room: 255, at: "\(place)/URIUniversalCommunication") {
      party.electronicAddress = ElectronicAddress(scheme: scheme(of: address) ?? "", id: id)
    }
    return party
  }

  private mutating func crossIndustryContact(
    _ party: XMLElement, at place: String
  ) -> SellerContact? {
    guard let person = party.first("DefinedTradeContact") else { return nil }
    let place = "\(place)/DefinedTradeContact"
    let contact = SellerContact(
      name: text(
        person.text("PersonName") ?? person.text("DepartmentName"), room: 255,
        at: "\(place)/PersonName"),
      phone: term("TelephoneUniversalCommunication/CompleteNumber", of: person, in: place),
      email: term("EmailURIUniversalCommunication/URIID", of: person, in: place))
    return contact == SellerContact() ? nil : contact
  }

  /// A party's address as it is, whole; nil when there is none. Without a country it cannot be kept, which is said.
  mutating func crossIndustryAddress(
    _ party: XMLElement?, at place: String
  ) -> UBLDocument.Address? {
    guard let element = party?.first("PostalTradeAddress") else { return nil }
    let street = [element.text("StreetName"), element.text("BuildingNumber")]
      .compactMap(\.self).joined(separator: " ")
    let names = [
      "LineOne", "LineTwo", "LineThree", "BuildingName", "CitySubDivisionName", "PostOfficeBox",
    ]
    return address(
      lines: (street.isEmpty ? [] : [street]) + names.compactMap { element.text($0) },
      city: text("CityName", of: element, room: IngestedText.city, in: place),
      postalCode: text("PostcodeCode", of: element, room: IngestedText.postalCode, in: place),
      state: text(
        element.text("CountrySubDivisionName") ?? element.text("CountrySubDivisionID"),
        room: IngestedText.state, at: "\(place)/CountrySubDivisionName"),
      country: element.text("CountryID"), at: place)
  }

  private mutating func crossIndustryPartyAddress(
    _ party: XMLElement, at place: String
  ) -> Address? {
    let place = "\(place)/PostalTradeAddress"
    return crossIndustryAddress(party, at: place).flatMap { partyAddress($0, at: place) }
  }
}
