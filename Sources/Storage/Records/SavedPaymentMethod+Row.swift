internal import Billing

extension SavedPaymentMethod: StoredRecord {
  static let table = Table(
    "saved_payment_method", key: ["id"],
    [
      .id, Column("account_id", .identifier), Column("kind", .text), Column("display_name", .text),
      Column("token", .text), Column("last4", .text), Column("expires_on", .text),
      Column("is_default", .boolean), Column("is_active", .boolean), .revision,
    ])

  init(from row: inout RowDecoder) throws(StoreError) {
    let id: SavedPaymentMethod.ID = try row.id()
    let accountId: Account.ID = try row.id()
    let kind: Kind = try row.value()
    let displayName = try row.text()
    let token = try row.optionalText().map { PaymentToken($0) }
    let last4 = try row.optionalText()
    var expiresOn: ExpiryMonth?
    if let text = try row.optionalText() {
      guard let month = ExpiryMonth(text) else { throw row.unreadable("month") }
      expiresOn = month
    }
    self.init(
      id: id, accountId: accountId, kind: kind, displayName: displayName, token: token,
      last4: last4, expiresOn: expiresOn, isAccountDefault: try row.boolean(),
      isActive: try row.boolean(), revision: try row.optionalInteger())
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(id)
    rows.append(accountId)
    rows.append(kind)
    rows.append(displayName)
    rows.append(token?.text)
    rows.append(last4)
    rows.append(expiresOn?.description)
    rows.append(isAccountDefault)
    rows.append(isActive)
    rows.append(revision)
  }
}
