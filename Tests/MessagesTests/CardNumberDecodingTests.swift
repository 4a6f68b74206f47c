import Billing
import Messages
import Testing

@Suite("Card numbers are refused, and nothing keeps them")
struct CardNumberDecodingTests {
  private static let number = "4111111111111111"

  private func upsert(_ members: String) -> RequestMessage {
    Requests.upsert(
      #"{"type": "SavedPaymentMethod", "id": "PM", "accountId": "A", "kind": "Card", \#(members)}"#)
  }

  @Test(
    "In a token or a display name, however it is written, also as a number",
    arguments: [
      #""displayName": "Visa", "token": "4111111111111111""#,
      #""displayName": "Visa", "token": "tok 4111 1111 1111 1111 2029""#,
      #""displayName": "Visa", "token": "4111-1111-1111-1111""#,
      #""displayName": "Visa", "token": 4111111111111111"#,
      #""displayName": "Visa", "token": "\u0034111111111111111""#,
      #""displayName": "Visa 4111 1111 1111 1111""#,
    ])
  func refused(members: String) throws {
    let intake = RequestDecoder.decode(upsert(members))
    let field = members.contains("token") ? "token" : "displayName"
    #expect(intake.places == ["CARD_NUMBER_REFUSED /records/0/\(field)"])
    #expect(intake.refusal?.outcome == .rejected)
    #expect(intake.holdsCardNumber)
    let message = try #require(intake.refusal?.faults.first?.message)
    #expect(!message.contains("1111"))
  }

  @Test(
    "What is no card number may be a token",
    arguments: [
      "tok_1a2b", "4111111111111112", "Visa ending in 4242", "411111111111",
      "a4111-b1111-c1111-d1111",
    ])
  func accepted(token: String) {
    let intake = RequestDecoder.decode(upsert(#""displayName": "Visa", "token": "\#(token)""#))
    #expect(intake.places == [] && !intake.holdsCardNumber)
  }

  @Test("Beside other faults it counts all the same")
  func amongOthers() {
    let intake = RequestDecoder.decode(
      upsert(#""displayName": "Visa", "token": "\#(Self.number)", "colour": 1"#))
    #expect(intake.refusal?.outcome == .rejected && intake.holdsCardNumber)
  }

  @Test(
    "The copy that is kept has asterisks for every digit of the number, and everything else as it was"
  )
  func masked() {
    let cases = [
      (#"{"token": "4111111111111111", "id": 7}"#, #"{"token": "****************", "id": 7}"#),
      (#"{"token": 4111111111111111}"#, #"{"token": ****************}"#),
      (#"{"token": "4111 1111-1111 1111 2029"}"#, #"{"token": "**** ****-**** **** 2029"}"#),
      (#"{"token": "\u0034111111111111111é"}"#, #"{"token": "****************é"}"#),
      (
        #"{"a": "4111111111111112", "b": "x\"4242"}"#, #"{"a": "4111111111111112", "b": "x\"4242"}"#
      ),
    ]
    for (body, expected) in cases {
      let masked = MaskedBody.of(Array(body.utf8))
      #expect(String(decoding: masked, as: UTF8.self) == expected)
    }
  }

  @Test("Its header says that it is masked")
  func header() {
    let reason = DeadLetterReason(
      code: .cardNumberRefused, message: "m", queue: .records, firstFaultAt: EventSamples.received,
      lastFaultAt: EventSamples.received, worker: "w", isBodyMasked: true)
    #expect(reason.headers.contains(FaultHeader("fault-body-masked", .flag(true))))
  }
}
