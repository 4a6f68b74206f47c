import Billing

/// A tax amount of a line.
struct IncomingTaxForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> IncomingTax? {
    let name = fields.optional("name", .name, "What the tax is called.")
    let code = fields.optional("code", .text(maximum: 64), "The tax code or category.")
    let rate = fields.optional("rate", .decimal, "The rate in percent.")
    let amount = fields.required("amount", .decimal, "The tax.")
    guard let amount else { return nil }
    return IncomingTax(name: name, code: code, rate: rate, amount: amount)
  }
}
