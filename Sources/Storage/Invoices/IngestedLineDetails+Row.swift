internal import Billing
internal import Monetary

extension IngestedLineDetails {
  static let table = Table(
    "ingested_line", key: ["invoice_id", "line_position"],
    [
      Column("invoice_id", .identifier), Column("line_position", .integer),
      Column("price_base_quantity", .decimal), Column("tax_treatment_id", .identifier),
      Column("tax_category", .text), Column("tax_rate", .decimal),
      Column("billing_address_label", .text), Column("shipping_address_label", .text),
      Column("taxes_given", .boolean), Column("terms", .text),
    ])

  /// What of a stored line changes.
  static let stateColumns = [Column("taxes_given", .boolean)]

  /// Without its allowances and charges, which stand in a table of their own.
  init(afterKeyFrom row: inout RowDecoder) throws(StoreError) {
    self.init(
      priceBaseQuantity: try row.decimal(), taxTreatmentId: try row.optionalID(),
      taxCategory: try row.optionalText(), taxRate: try row.optionalDecimal(),
      billingAddressId: try row.optionalText(), shippingAddressId: try row.optionalText(),
      areTaxesGiven: try row.boolean())
    if let tree = try row.terms() { terms = LineTerms(tree) }
  }

  func encode(into rows: inout RowBuffer, invoiceId: Invoice.ID, position: Int) {
    rows.append(invoiceId)
    rows.append(position)
    rows.append(priceBaseQuantity)
    rows.append(taxTreatmentId)
    rows.append(taxCategory)
    if let taxRate { rows.append(taxRate) } else { rows.append(SQLValue.null) }
    rows.append(billingAddressId)
    rows.append(shippingAddressId)
    rows.append(areTaxesGiven)
    rows.append(TermTree.storedText(terms.members))
  }

  /// The line's allowances and charges: the one table holds both.
  enum Adjustment: String {
    case allowance = "Allowance"
    case charge = "Charge"

    static let table = Table(
      "ingested_line_adjustment", key: ["invoice_id", "line_position", "position"],
      [
        Column("invoice_id", .identifier), Column("line_position", .integer),
        Column("position", .integer), Column("kind", .text), Column("amount", .decimal),
        Column("reason", .text),
      ])
  }

  func encodeAdjustments(into rows: inout RowBuffer, invoiceId: Invoice.ID, position: Int) {
    let all =
      allowances.map { (Adjustment.allowance, $0) } + charges.map { (Adjustment.charge, $0) }
    for (number, (kind, item)) in zip(1..., all) {
      rows.append(invoiceId)
      rows.append(position)
      rows.append(number)
      rows.append(kind)
      rows.append(item.amount)
      rows.append(item.reason)
    }
  }
}
