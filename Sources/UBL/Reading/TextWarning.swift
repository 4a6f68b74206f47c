/// A free text of a document that could not be kept as it is. An issued document cannot be fixed, so a text
/// for people never refuses it (<doc:Ingestion>).
package struct TextWarning: Hashable, Sendable {
  /// As <doc:ErrorCodes#Ingestion> lists the codes.
  package enum Code: String, Hashable, Sendable {
    case shortened = "TEXT_SHORTENED"
    case dropped = "TEXT_DROPPED"
  }

  package let code: Code
  /// The element, such as `InvoiceLine 3/Item/Name`.
  package let place: String
  /// What was done to the text and why: a sentence.
  package let message: String
}
