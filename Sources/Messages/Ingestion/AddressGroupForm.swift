import Billing

/// An address with the label that lines name it by.
struct AddressGroupForm: ObjectForm {
  func readMembers(_ fields: inout ObjectReader) -> AddressGroup? {
    let label = fields.required("id", .text(maximum: 255))
    let address = AddressForm().readMembers(&fields)
    guard let label, let address else { return nil }
    return AddressGroup(label: label, address: address)
  }
}
