import Billing

/// Of an Account.
struct AccountForm: RecordFieldsForm {
  let id: String

  func read(_ fields: inout ObjectReader) -> Account? {
    let name = fields.required("name", .name, "The name of the customer.")
    let currency = fields.required(
      "currency", CurrencyForm(), "The currency of everything that the account is charged.")
    _ = fields.exclusive(["billToContact", "billToContactId"], mayBeAbsent: true)
    let namedContact = fields.optional(
      "billToContact", BillToContactForm(), "The person whom invoices go to, named here.")
    let contactId = fields.optional(
      "billToContactId", IdentifierForm<Contact>(), "The contact whom invoices go to.")
    let billingAddress = fields.required(
      "billingAddress", AddressForm(), "The address that stands on invoices.")
    let shippingAddress = fields.optional(
      "shippingAddress", AddressForm(),
      "Where goods and services go, and by which tax is found; without it the billing address.")
    let paymentTermId = fields.optional(
      "paymentTermId", IdentifierForm<PaymentTerm>(),
      "The payment term of its invoices; without it the default term.")
    let legalEntityId = fields.optional(
      "legalEntityId", IdentifierForm<LegalEntity>(),
      "The legal entity that invoices it; without it the default entity.")
    let isTaxExempt =
      fields.optional(
        "taxExempt", .flag, "Whether no tax is charged; without it, tax is charged.") ?? false
    let converts =
      fields.optional(
        "convertNegativeLines", .flag,
        "Whether negative lines become a credit memo when an invoice is posted (without it false).")
      ?? false
    let appliesCredits =
      fields.optional(
        "applyCredits", .flag,
        "Whether open credit memos settle an invoice when it is posted (without it false).")
      ?? false
    let appliesPayments =
      fields.optional(
        "applyPayments", .flag,
        "Whether unapplied payments settle an invoice when it is posted (without it false).")
      ?? false
    let details = fields.buyerDetails()
    let email = fields.optional(
      "email", AccountEmailForm(), "How its invoices are sent by e-mail.")
    let revision = fields.revision()
    guard let name, let currency, let billingAddress else { return nil }
    var account = Account(
      id: RecordID(id), name: name, currency: currency,
      billToContact: namedContact ?? contactId.map(BillToContact.contact),
      billingAddress: billingAddress, shippingAddress: shippingAddress,
      paymentTermId: paymentTermId, legalEntityId: legalEntityId, isTaxExempt: isTaxExempt,
      convertNegativeLines: converts, applyCredits: appliesCredits,
      applyPayments: appliesPayments, revision: revision)
    account.details = details
    account.email = email
    return account
  }
}
