internal import Billing
internal import Monetary

extension PaymentTerm: StoredRecord {
  static let table = Table(
    "payment_term", key: ["id"],
    [
      .id, Column("name", .text), Column("kind", .text), Column("days", .integer),
      Column("instalments", .text), Column("is_default", .boolean), .revision,
    ])

  static var loading: RecordLoading { .namedAndDefault }

  init(from row: inout RowDecoder) throws(StoreError) {
    let id: PaymentTerm.ID = try row.id()
    let name = try row.text()
    let kind: Kind = try row.value()
    let days = try row.int()
    guard let instalments = Instalment.stored(try row.optionalText()) else {
      throw row.unreadable("instalments")
    }
    let isDefault = try row.boolean()
    let revision = try row.optionalInteger()
    if instalments.isEmpty {
      self.init(
        id: id, name: name, kind: kind, days: days, isDefault: isDefault, revision: revision)
    } else {
      self.init(
        id: id, name: name, instalments: instalments, isDefault: isDefault, revision: revision)
    }
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(id)
    rows.append(name)
    rows.append(kind)
    rows.append(days)
    rows.append(Instalment.text(of: instalments))
    rows.append(isDefault)
    rows.append(revision)
  }
}

/// Instalments as one column: they are read and written with their term and never searched.
/// `30|PeriodBased|30;70|EndOfMonthPlus|45` are two.
extension PaymentTerm.Instalment {
  /// nil for none.
  static func text(of instalments: [PaymentTerm.Instalment]) -> String? {
    guard !instalments.isEmpty else { return nil }
    return instalments.map { "\($0.weight.description)|\($0.kind.rawValue)|\($0.days)" }
      .joined(separator: ";")
  }

  /// nil when the text holds no instalments that this program writes.
  static func stored(_ text: String?) -> [PaymentTerm.Instalment]? {
    guard let text else { return [] }
    var instalments: [PaymentTerm.Instalment] = []
    for part in text.split(separator: ";", omittingEmptySubsequences: false) {
      let members = part.split(separator: "|", omittingEmptySubsequences: false)
      guard members.count == 3, let weight = ExactDecimal(wire: members[0]),
        let kind = PaymentTerm.Kind(rawValue: String(members[1])), let days = Int(members[2])
      else { return nil }
      instalments.append(PaymentTerm.Instalment(weight: weight, kind: kind, days: days))
    }
    return instalments
  }
}
