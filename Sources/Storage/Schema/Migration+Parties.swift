extension Migration {
  /// Who an invoice is from and for, by value, and the contract it is of. Of the invoices that are there already it is
  /// taken from the records as they are now.
  static let parties = Migration(version: 7, name: "parties", comments: partiesComments) {
    dialect in
    let text = dialect.typeName(.text)
    let columns = [
      "account_name \(text)", "seller_name \(text)", "seller_street \(text)",
      "seller_city \(text)", "seller_postal_code \(text)", "seller_state \(text)",
      "seller_country \(text)", "seller_tax_registration_number \(text)",
      "billing_contract_id \(dialect.typeName(.identifier))",
    ].map { "ALTER TABLE invoice ADD COLUMN \($0);" }.joined(separator: "\n")
    func ofSeller(_ column: String) -> String {
      "(SELECT \(column) FROM legal_entity WHERE legal_entity.id = invoice.legal_entity_id)"
    }
    let contract = "coalesce(team.billing_contract_id, schedule.billing_contract_id)"
    return """
      \(columns)
      UPDATE invoice SET
        account_name = (SELECT name FROM account WHERE account.id = invoice.account_id),
        seller_name = \(ofSeller("name")), seller_street = \(ofSeller("street")),
        seller_city = \(ofSeller("city")), seller_postal_code = \(ofSeller("postal_code")),
        seller_state = \(ofSeller("state")), seller_country = \(ofSeller("country")),
        seller_tax_registration_number = \(ofSeller("tax_registration_number")),
        billing_contract_id = (
          SELECT CASE WHEN count(DISTINCT \(contract)) = 1 AND count(\(contract)) = count(*)
            THEN max(\(contract)) END
          FROM invoice_line line
          LEFT JOIN billing_schedule schedule ON schedule.id = line.billing_schedule_id
          LEFT JOIN billing_schedule_group team ON team.id = schedule.billing_schedule_group_id
          WHERE line.invoice_id = invoice.id
        );
      """
  }

  static let partiesComments = [
    TableComment(
      "invoice", "Invoices. Amounts are in the invoice's currency.",
      [
        "account_name": "The account's name at the time.",
        "seller_name": "With the other seller columns: the legal entity at the time.",
        "billing_contract_id": "The one contract that all its lines are of.",
      ])
  ]
}
