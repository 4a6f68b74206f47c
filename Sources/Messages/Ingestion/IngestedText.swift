/// The room that the free texts of `invoice.ingest.v1` have, in Unicode scalars. A request that is longer is
/// refused; what reads files shortens a text to it.
package enum IngestedText {
  package static let description = 2_000
  package static let lineName = 1_000
  package static let reason = 1_000
  package static let contactName = 255
  /// A number or key of the sender's: wherever the sender keeps it, in the store's keys it must fit.
  package static let number = 255
  /// What a line or an address is called by.
  package static let label = 255
  /// Street, building number, further lines and post box are one text.
  package static let street = 1_000
  package static let city = 255
  package static let postalCode = 32
  package static let state = 64
  package static let note = 2_000
  /// Elements of a list of a document or a line: notes, payment means, attributes.
  package static let listed = 100

  /// By its form.
  package static func isCountry(_ text: String) -> Bool { TextFormat.countryCode.matches(text) }

  package static func isEmail(_ text: String) -> Bool { TextFormat.emailAddress.matches(text) }
}
