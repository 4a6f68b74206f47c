internal import Billing

/// Columns of the records' tables, behind the revision.
extension SellerDetails {
  static let columns = [
    Column("vat_id", .text), Column("registration_number", .text),
    Column("electronic_address_scheme", .text), Column("electronic_address_id", .text),
    Column("iban", .text), Column("bic", .text), Column("contact_name", .text),
    Column("contact_phone", .text), Column("contact_email", .text), Column("locale", .text),
    Column("logo_digest", .identifier),
  ]

  init(from row: inout RowDecoder) throws(StoreError) {
    self.init()
    vatId = try row.optionalText()
    registrationNumber = try row.optionalText()
    electronicAddress = try ElectronicAddress.optional(from: &row)
    iban = try row.optionalText()
    bic = try row.optionalText()
    let name = try row.optionalText()
    let phone = try row.optionalText()
    let email = try row.optionalText()
    if name != nil || phone != nil || email != nil {
      contact = SellerContact(name: name, phone: phone, email: email)
    }
    locale = try row.optionalText()
    if let digest = try row.optionalText() { logo = Logo(digest: digest) }
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(vatId)
    rows.append(registrationNumber)
    rows.append(electronicAddress?.scheme)
    rows.append(electronicAddress?.id)
    rows.append(iban)
    rows.append(bic)
    rows.append(contact?.name)
    rows.append(contact?.phone)
    rows.append(contact?.email)
    rows.append(locale)
    rows.append(logo?.digest)
  }
}

extension BuyerDetails {
  static let columns = [
    Column("vat_id", .text), Column("registration_number", .text),
    Column("buyer_reference", .text), Column("electronic_address_scheme", .text),
    Column("electronic_address_id", .text),
  ]

  init(from row: inout RowDecoder) throws(StoreError) {
    self.init()
    vatId = try row.optionalText()
    registrationNumber = try row.optionalText()
    buyerReference = try row.optionalText()
    electronicAddress = try ElectronicAddress.optional(from: &row)
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(vatId)
    rows.append(registrationNumber)
    rows.append(buyerReference)
    rows.append(electronicAddress?.scheme)
    rows.append(electronicAddress?.id)
  }
}

extension ElectronicAddress {
  fileprivate static func optional(
    from row: inout RowDecoder
  ) throws(StoreError) -> ElectronicAddress? {
    let scheme = try row.optionalText()
    let id = try row.optionalText()
    guard let scheme, let id else { return nil }
    return ElectronicAddress(scheme: scheme, id: id)
  }
}
