import Billing

/// The fields of an Account.
enum AccountFields {
  static func read(_ id: Account.ID, _ fields: inout ObjectReader) -> Account? {
    let name = fields.required("name", .name)
    let currency = fields.required("currency", CurrencyForm())
    let billToContact = readBillToContact(&fields)
    let billingAddress = fields.required("billingAddress", AddressForm())
    let shippingAddress = fields.optional("shippingAddress", AddressForm())
    let paymentTermId = fields.optional("paymentTermId", IdentifierForm<PaymentTerm>())
    let legalEntityId = fields.optional("legalEntityId", IdentifierForm<LegalEntity>())
    let isTaxExempt = fields.optional("taxExempt", .flag) ?? false
    let revision = fields.optional("revision", .revision)
    guard let name, let currency, let billingAddress else { return nil }
    return Account(
      id: id, name: name, currency: currency, billToContact: billToContact,
      billingAddress: billingAddress, shippingAddress: shippingAddress,
      paymentTermId: paymentTermId, legalEntityId: legalEntityId, isTaxExempt: isTaxExempt,
      revision: revision)
  }

  private static func readBillToContact(_ fields: inout ObjectReader) -> BillToContact? {
    _ = fields.checkExclusive(["billToContact", "billToContactId"], mayBeAbsent: true)
    let named = fields.optional("billToContact", BillToContactForm())
    let contact = fields.optional("billToContactId", IdentifierForm<Contact>())
    return named ?? contact.map(BillToContact.contact)
  }
}
