internal import Billing
internal import JSON

/// What documents need of an invoice, as one column: read and written with its invoice, never searched.
extension DocumentSnapshot {
  var storedText: String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key(plain: "seller")
    writer.beginObject()
    writer.member("vatId", seller.vatId)
    writer.member("registrationNumber", seller.registrationNumber)
    writer.member("electronicAddress", seller.electronicAddress)
    writer.member("iban", seller.iban)
    writer.member("bic", seller.bic)
    writer.member("contactName", seller.contact?.name)
    writer.member("contactPhone", seller.contact?.phone)
    writer.member("contactEmail", seller.contact?.email)
    writer.member("locale", seller.locale)
    writer.member("logo", seller.logo?.digest)
    writer.endObject()
    writer.key(plain: "buyer")
    writer.beginObject()
    writer.member("vatId", buyer.vatId)
    writer.member("registrationNumber", buyer.registrationNumber)
    writer.member("buyerReference", buyer.buyerReference)
    writer.member("electronicAddress", buyer.electronicAddress)
    writer.endObject()
    writer.member("untaxed", taxes.untaxed)
    if !taxes.categories.isEmpty {
      writer.key(plain: "categories")
      writer.beginObject()
      for (position, category) in taxes.categories.sorted(by: { $0.key < $1.key }) {
        writer.key(String(position))
        writer.string(category)
      }
      writer.endObject()
    }
    if !taxes.exemptions.isEmpty {
      writer.key(plain: "exemptions")
      writer.beginObject()
      for (category, exemption) in taxes.exemptions.sorted(by: { $0.key < $1.key }) {
        writer.key(category)
        writer.beginObject()
        writer.member("reason", exemption.reason)
        writer.member("code", exemption.code)
        writer.endObject()
      }
      writer.endObject()
    }
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// nil when the text is none that this program writes.
  static func stored(_ text: String) -> DocumentSnapshot? {
    guard let document = try? JSONDocument(reading: Array(text.utf8)),
      case .object(let object) = document.root, case .object(let seller)? = object["seller"],
      case .object(let buyer)? = object["buyer"], let untaxed = object.text("untaxed")
    else { return nil }
    var taxes = Taxes()
    taxes.untaxed = untaxed
    if case .object(let categories)? = object["categories"] {
      for member in categories {
        guard let position = Int(member.name), case .string(let category) = member.value
        else { return nil }
        taxes.categories[position] = category
      }
    }
    if case .object(let exemptions)? = object["exemptions"] {
      for member in exemptions {
        guard case .object(let exemption) = member.value else { return nil }
        taxes.exemptions[member.name] = Exemption(
          reason: exemption.text("reason"), code: exemption.text("code"))
      }
    }
    return DocumentSnapshot(
      seller: SellerDetails(stored: seller), buyer: BuyerDetails(stored: buyer), taxes: taxes)
  }
}

extension SellerDetails {
  fileprivate init(stored object: JSONObject) {
    self.init()
    vatId = object.text("vatId")
    registrationNumber = object.text("registrationNumber")
    electronicAddress = object.electronicAddress
    iban = object.text("iban")
    bic = object.text("bic")
    let person = SellerContact(
      name: object.text("contactName"), phone: object.text("contactPhone"),
      email: object.text("contactEmail"))
    if person != SellerContact() { contact = person }
    locale = object.text("locale")
    logo = object.text("logo").map { Logo(digest: $0) }
  }
}

extension BuyerDetails {
  fileprivate init(stored object: JSONObject) {
    self.init()
    vatId = object.text("vatId")
    registrationNumber = object.text("registrationNumber")
    buyerReference = object.text("buyerReference")
    electronicAddress = object.electronicAddress
  }
}

extension JSONObject {
  fileprivate var electronicAddress: ElectronicAddress? {
    guard case .object(let address)? = self["electronicAddress"], let id = address.text("id"),
      let scheme = address.text("scheme")
    else { return nil }
    return ElectronicAddress(scheme: scheme, id: id)
  }
}

extension JSONWriter {
  fileprivate mutating func member(_ name: StaticString, _ address: ElectronicAddress?) {
    guard let address else { return }
    key(plain: name)
    beginObject()
    member("scheme", address.scheme)
    member("id", address.id)
    endObject()
  }
}

extension RowDecoder {
  mutating func documentSnapshot() throws(StoreError) -> DocumentSnapshot? {
    guard let text = try optionalText() else { return nil }
    guard let snapshot = DocumentSnapshot.stored(text) else { throw unreadable("document") }
    return snapshot
  }
}
