package import Billing

/// What is asked after a database was restored from a backup: whether it still knows what was told before.
extension Queries {
  /// Those of the requests that the database knows.
  package func known(_ keys: [RequestKey]) throws(StoreError) -> Set<RequestKey> {
    let found = try database.rows(
      "SELECT source, identifier FROM request WHERE identifier \(anyOf: keys.map(\.identifier))"
    ) { row throws(StoreError) in
      RequestKey(source: try row.text(), identifier: try row.text())
    }
    return Set(found).intersection(keys)
  }

  /// Those of the numbers that an invoice bears.
  package func known(invoiceNumbers numbers: [String]) throws(StoreError) -> Set<String> {
    Set(
      try database.rows(
        "SELECT invoice_number FROM invoice WHERE invoice_number \(anyOf: numbers)"
      ) { row throws(StoreError) in try row.text() })
  }
}
