extension Queries {
  /// The requests with this identifier: one for each source that used it.
  package func requests(identifier: String) throws(StoreError) -> [StoredRequest] {
    try database.rows(
      """
      SELECT \(columns: RequestTable.whole) FROM request WHERE identifier = \(identifier)
      ORDER BY source
      """
    ) { row throws(StoreError) in try StoredRequest(from: &row) }
  }
}
