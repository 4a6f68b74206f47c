package import CivilTime

/// An address that gets no e-mail.
package struct SuppressedAddress: Hashable, Sendable {
  /// In lower case.
  package let address: String
  package let reason: String
  package let suppressedAt: UTCInstant

  static let table = Table(
    "email_suppression", key: ["address"],
    [
      Column("address", .identifier), Column("reason", .text), Column("suppressed_at", .instant),
    ])

  init(from row: inout RowDecoder) throws(StoreError) {
    address = try row.text()
    reason = try row.text()
    suppressedAt = try row.instant()
  }
}
