extension Migration {
  /// No foreign key from an invoice to its account any more, where one can be taken away. An invoice is written by the
  /// transaction that has read its account and holds its row, and no account is ever deleted; the check is a twenty-fifth of
  /// the time that PostgreSQL spends on a request.
  static let invoiceAccounts = Migration(version: 27, name: "invoice accounts", comments: []) {
    dialect in dialect.dropForeignKey(of: "account_id", in: "invoice")
  }
}
