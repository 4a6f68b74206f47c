/// Who a document names.
package enum PartyRole: String, Hashable, Sendable, CaseIterable {
  /// BG-4.
  case seller
  /// BG-7.
  case buyer
  /// BG-10.
  case payee
  /// BG-11.
  case taxRepresentative
}

/// What a document says of a party, beside what invoices have members for.
package struct PartyTerms: Hashable, Sendable {
  /// BT-59 or BT-62; the names of seller and buyer are the invoice's.
  package var name: String?
  /// BT-28 or BT-45.
  package var tradingName: String?
  /// BT-29, BT-46 or BT-60.
  package var identifiers: [PartyIdentifier] = []
  /// BT-31, BT-48 or BT-63.
  package var vatId: String?
  /// BT-32.
  package var taxRegistrationNumber: String?
  /// BT-30, BT-47 or BT-61.
  package var registrationNumber: String?
  package var registrationScheme: String?
  /// BT-33.
  package var legalForm: String?
  /// BT-34 or BT-49.
  package var electronicAddress: ElectronicAddress?
  /// BG-6 or BG-9.
  package var contact: SellerContact?
  /// BG-5 or BG-12; the buyer's is the invoice's.
  package var address: Address?

  package init() {}

  package var isEmpty: Bool { self == PartyTerms() }
}

package struct PartyIdentifier: Hashable, Sendable {
  package var id: String
  /// Of ISO 6523: 0088 is a GLN.
  package var scheme: String?

  package init(id: String, scheme: String? = nil) {
    self.id = id
    self.scheme = scheme
  }
}

extension PartyTerms {
  package var members: [TermTree.Member] {
    .texts(["id": identifiers.first?.id, "name": name, "vatId": vatId])
      + details(identifiesAgain: identifiers.count > 1 || identifiers.first?.scheme != nil)
  }

  /// Without what the invoice's own members say of a seller.
  package var sellerMembers: [TermTree.Member] { details(identifiesAgain: !identifiers.isEmpty) }

  private func details(identifiesAgain: Bool) -> [TermTree.Member] {
    var members: [TermTree.Member] = []
    members.append("tradingName", tradingName)
    if identifiesAgain {
      members.append(
        "identifiers",
        identifiers.map { .object(.texts(["id": $0.id, "scheme": $0.scheme])) })
    }
    members.append("taxRegistrationNumber", taxRegistrationNumber)
    members.append("registrationNumber", registrationNumber)
    members.append("registrationScheme", registrationScheme)
    members.append("legalForm", legalForm)
    // Which a document may leave out.
    let scheme = electronicAddress.flatMap { $0.scheme.isEmpty ? nil : $0.scheme }
    members.append("electronicAddress", .texts(["scheme": scheme, "id": electronicAddress?.id]))
    members.append(
      "contact",
      .texts(["name": contact?.name, "phone": contact?.phone, "email": contact?.email]))
    members.append("address", address?.members ?? [])
    return members
  }

  init(_ tree: TermTree) {
    name = tree["name"]?.text
    tradingName = tree["tradingName"]?.text
    if let list = tree["identifiers"]?.list {
      for item in list {
        guard let id = item["id"]?.text else { continue }
        identifiers.append(PartyIdentifier(id: id, scheme: item["scheme"]?.text))
      }
    } else if let id = tree["id"]?.text {
      identifiers = [PartyIdentifier(id: id)]
    }
    vatId = tree["vatId"]?.text
    taxRegistrationNumber = tree["taxRegistrationNumber"]?.text
    registrationNumber = tree["registrationNumber"]?.text
    registrationScheme = tree["registrationScheme"]?.text
    legalForm = tree["legalForm"]?.text
    if let place = tree["electronicAddress"], let id = place["id"]?.text {
      electronicAddress = ElectronicAddress(scheme: place["scheme"]?.text ?? "", id: id)
    }
    if let person = tree["contact"] {
      contact = SellerContact(
        name: person["name"]?.text, phone: person["phone"]?.text, email: person["email"]?.text)
    }
    address = tree["address"].flatMap(Address.init(terms:))
  }
}

extension Address {
  fileprivate var members: [TermTree.Member] {
    var members: [TermTree.Member] = []
    if !street.isEmpty { members.append("street", street) }
    if !city.isEmpty { members.append("city", city) }
    if !postalCode.isEmpty { members.append("postalCode", postalCode) }
    members.append("state", state)
    members.append("country", country)
    return members
  }

  fileprivate init?(terms tree: TermTree) {
    guard let country = tree["country"]?.text else { return nil }
    self.init(
      street: tree["street"]?.text ?? "", city: tree["city"]?.text ?? "",
      postalCode: tree["postalCode"]?.text ?? "", state: tree["state"]?.text, country: country)
  }
}
