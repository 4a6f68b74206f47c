internal import Billing
internal import Monetary

extension Account: StoredRecord {
  static let table = Table(
    "account", key: ["id"],
    [
      .id, Column("name", .text), Column("currency", .text),
      Column("bill_to_contact_id", .identifier), Column("bill_to_name", .text),
      Column("bill_to_email", .text),
    ] + Column.address("billing") + Column.address("shipping") + [
      Column("payment_term_id", .identifier), Column("legal_entity_id", .identifier),
      Column("is_tax_exempt", .boolean), Column("convert_negative_lines", .boolean),
      Column("apply_credits", .boolean), Column("apply_payments", .boolean), .revision,
    ] + BuyerDetails.columns + [Column("email", .text)])

  static var loading: RecordLoading { .apart }

  init(from row: inout RowDecoder) throws(StoreError) {
    self.init(
      id: try row.id(), name: try row.text(), currency: try row.currency(),
      billToContact: try Self.billToContact(from: &row), billingAddress: try row.address(),
      shippingAddress: try row.optionalAddress(), paymentTermId: try row.optionalID(),
      legalEntityId: try row.optionalID(), isTaxExempt: try row.boolean(),
      convertNegativeLines: try row.boolean(), applyCredits: try row.boolean(),
      applyPayments: try row.boolean(), revision: try row.optionalInteger())
    details = try BuyerDetails(from: &row)
    email = try row.accountEmail()
  }

  private static func billToContact(
    from row: inout RowDecoder
  ) throws(StoreError) -> BillToContact? {
    let contactId: Contact.ID? = try row.optionalID()
    let name = try row.optionalText()
    let email = try row.optionalText()
    if let contactId { return .contact(contactId) }
    return name.map { .named(name: $0, email: email) }
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(id)
    rows.append(name)
    rows.append(currency.code)
    switch billToContact {
    case .contact(let contactId):
      rows.append(contactId)
      rows.append(nil as String?)
      rows.append(nil as String?)
    case .named(let name, let email):
      rows.append(nil as String?)
      rows.append(name)
      rows.append(email)
    case nil:
      for _ in 0..<3 { rows.append(nil as String?) }
    }
    rows.append(billingAddress)
    rows.append(shippingAddress)
    rows.append(paymentTermId)
    rows.append(legalEntityId)
    rows.append(isTaxExempt)
    rows.append(convertNegativeLines)
    rows.append(applyCredits)
    rows.append(applyPayments)
    rows.append(revision)
    details.encode(into: &rows)
    rows.append(email?.storedText)
  }
}
