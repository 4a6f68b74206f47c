import Billing
import Messages
import Testing

/// A body is read as it is, or refused with the reason: never taken for broken JSON.
@Suite struct ContentEncodingTests {
  private func plain(_ encoding: String?, _ body: [UInt8]) -> RequestMessage {
    RequestMessage(
      body: body, queue: .generate, contentType: "application/json", contentEncoding: encoding,
      messageId: "r-1", type: "invoice.generate.v1", appId: "crm")
  }

  @Test(arguments: [nil, "", "identity", "Identity", "utf-8", "UTF-8", "utf8"] as [String?])
  func bodiesSentAsTheyAre(encoding: String?) {
    let message = plain(encoding, Array(Requests.generate.utf8))
    #expect(RequestDecoder.decode(message).request != nil)
  }

  @Test(arguments: ["gzip", "deflate", "br", "base64", "utf-16", "gzip, utf-8", " "])
  func otherEncodings(encoding: String) throws {
    for body in [Array(Requests.generate.utf8), [0x1F, 0x8B, 0x08, 0x00]] {
      let refusal = try #require(RequestDecoder.decode(plain(encoding, body)).refusal)
      #expect(refusal.outcome == .rejected)
      #expect(refusal.faults.map(\.code) == [.requestMalformed])
      #expect(
        refusal.faults.first?.message
          == "The content encoding \(encoding) is not supported. Send the body as it is, without"
          + " content_encoding or with utf-8.")
    }
  }

  private func event(_ encoding: String?, _ body: [UInt8]) -> RequestMessage {
    RequestMessage(
      body: body, queue: .generate, contentType: "application/cloudevents+json",
      contentEncoding: encoding)
  }

  /// The properties of an event are ignored, so one that can be read is.
  @Test func anEventThatCanBeRead() {
    let body = """
      {"specversion":"1.0","id":"r-1","source":"crm","type":"invoice.generate.v1",
       "data":\(Requests.generate)}
      """
    #expect(RequestDecoder.decode(event("gzip", Array(body.utf8))).request != nil)
  }

  @Test func anEventThatCannotBeReadIsADeadLetterWithTheReason() {
    let intake = RequestDecoder.decode(event("gzip", [0x1F, 0x8B, 0x08, 0x00]))
    guard case .unidentified(let message) = intake else {
      Issue.record("identified")
      return
    }
    #expect(message.fault.code == .requestMalformed)
    #expect(message.fault.message.contains("content encoding gzip is not supported"))
  }
}
