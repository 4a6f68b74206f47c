internal import Billing

/// The images of logos, apart from the records and invoices that name them: those are loaded with every batch. One is stored once,
/// and never taken away: the documents of posted invoices have it.
enum LogoTable {
  static let table = Table(
    "legal_entity_logo", key: ["digest"],
    [Column("digest", .identifier), Column("image", .bytes)])

  /// Stores the images that came with records just now and are not there yet.
  static func write(_ logos: [Logo], to database: any Database) throws(StoreError) {
    let given = Set(logos.filter { $0.image != nil })
    // In one order, so that two transactions that store the same ones do not wait for each other.
    let sorted = given.sorted { $0.digest.utf8.lexicographicallyPrecedes($1.digest.utf8) }
    var rows = RowBuffer(rows: sorted.count, of: table.columns.count)
    for logo in sorted {
      rows.append(logo.digest)
      rows.append(logo.image?.bytes)
    }
    try database.write(.insertNew(table), rows)
  }

  /// nil where none is stored under the digest.
  static func image(of logo: Logo, in database: any Database) throws(StoreError) -> PNGImage? {
    try database.first("SELECT image FROM legal_entity_logo WHERE digest = \(logo.digest)") {
      row throws(StoreError) in
      let bytes = try row.bytes()
      do throws(PNGFault) {
        return try PNGImage(checking: bytes)
      } catch {
        throw row.unreadable("PNG image")
      }
    }
  }
}
