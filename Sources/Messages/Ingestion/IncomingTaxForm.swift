import Billing

/// A tax amount of a line.
struct IncomingTaxForm: ObjectForm {
  func readMembers(_ fields: inout ObjectReader) -> IncomingTax? {
    let name = fields.optional("name", .name)
    let code = fields.optional("code", .text(maximum: 64))
    let rate = fields.optional("rate", .decimal)
    let amount = fields.required("amount", .decimal)
    guard let amount else { return nil }
    return IncomingTax(name: name, code: code, rate: rate, amount: amount)
  }
}
