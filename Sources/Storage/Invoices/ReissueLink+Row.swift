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

extension Database {
  /// Adds to invoices that were read, which take whose place.
  func addReissueLinks(to invoices: inout [Invoice], _ places: [Invoice.ID: Int]) throws(StoreError)
  {
    // Two queries in one: no index answers an OR over two columns.
    let links: SQL = """
      SELECT earlier_id, later_id FROM reinvoicing WHERE earlier_id \(anyOf: places.keys)
      UNION
      SELECT earlier_id, later_id FROM reinvoicing WHERE later_id \(anyOf: places.keys)
      ORDER BY earlier_id, later_id
      """
    try query(links) { row throws(StoreError) in
      var decoder = RowDecoder(row)
      let earlier: Invoice.ID = try decoder.id()
      let later: Invoice.ID = try decoder.id()
      if let place = places[earlier] { invoices[place].reinvoicedBy.append(later) }
      if let place = places[later] { invoices[place].reinvoiceOf.append(earlier) }
    }
  }
}
