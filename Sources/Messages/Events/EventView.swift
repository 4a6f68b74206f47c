package import JSON

/// An event as a consumer reads it: tolerantly, taking what is there and ignoring what is unknown
/// (<doc:Events#Envelope>).
package struct EventView: Sendable {
  package let id: String?
  package let type: String?
  package let source: String?
  package let subject: String?
  package let time: String?
  /// nil when there is none or it is no object.
  package let data: JSONObject?

  /// - Throws: when the bytes are no JSON.
  package init(reading body: [UInt8]) throws(JSONError) {
    guard case .object(let event) = try JSONDocument(reading: body).root else {
      throw JSONError(.unexpectedByte, at: 0)
    }
    id = event.text("id")
    type = event.text("type")
    source = event.text("source")
    subject = event.text("subject")
    time = event.text("time")
    data = event.object("data")
  }
}
