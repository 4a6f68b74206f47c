import Billing

/// Where a party receives documents.
struct ElectronicAddressForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> ElectronicAddress? {
    let scheme = fields.required(
      "scheme", .text(maximum: 10), "A code of the list EAS: 0088 is a GLN, EM an e-mail address.")
    let id = fields.required("id", .text(maximum: 128), "The identifier in that scheme.")
    guard let scheme, let id else { return nil }
    return ElectronicAddress(scheme: scheme, id: id)
  }
}
