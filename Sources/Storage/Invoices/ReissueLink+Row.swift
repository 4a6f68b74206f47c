internal import Billing

extension ReissueLink {
  static let table = Table(
    "reinvoicing", key: ["earlier_id", "later_id"],
    [Column("earlier_id", .identifier), Column("later_id", .identifier)])

  func encode(into rows: inout RowBuffer) {
    rows.append(earlier)
    rows.append(later)
  }
}

extension ReissueLink {
  /// Who takes whose place, of these invoices.
  static func links(of ids: [Invoice.ID]) -> SQL {
    // Two queries in one: no index answers an OR over two columns.
    """
    SELECT earlier_id, later_id FROM reinvoicing WHERE earlier_id \(anyOf: ids)
    UNION
    SELECT earlier_id, later_id FROM reinvoicing WHERE later_id \(anyOf: ids)
    ORDER BY earlier_id, later_id
    """
  }
}
