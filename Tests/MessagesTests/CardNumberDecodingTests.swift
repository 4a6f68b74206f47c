import Billing
import JSON
import Messages
import TestSupport
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

  @Test("What an escape stands for is masked, as a reader of JSON understands it")
  func escapes() {
    let zero = #"\ud835\udfce"#
    let cases = [
      (#"{"t": "4111\t1111\t1111\t1111"}"#, #"{"t": "****\t****\t****\t****"}"#),
      (#"{"t": "411111111111111\ud835\udfcf"}"#, #"{"t": "****************"}"#),
      (#"{"t": "\\4111111111111111\/"}"#, #"{"t": "\\****************\/"}"#),
      // Of what is no JSON every digit is read all the same.
      (#"{"t": "\ud8354111111111111111\u00"#, #"{"t": "\ud835****************\u00"#),
      (#"{"t": 4111-1111-1111-1111, \"#, #"{"t": ****-****-****-****, \"#),
      (zero, zero),
    ]
    for (body, expected) in cases {
      #expect(String(decoding: MaskedBody.of(Array(body.utf8)), as: UTF8.self) == expected)
    }
    // A broken character hides no digit behind it.
    let broken = MaskedBody.of([0xE2] + Array("4111111111111111".utf8) + [0xF0, 0x9F])
    #expect(broken == [0xE2] + Array(repeating: UInt8(ascii: "*"), count: 16) + [0xF0, 0x9F])
  }

  @Test("No string of a masked body holds a card number, however it was written")
  func nothingLeft() throws {
    var random = SeededGenerator(seed: 20_261_129)
    var held = 0
    for _ in 0..<2_000 {
      var text = ""
      for digit in "2029 4111111111111111 12 4222222222222 0" {
        guard let value = digit.wholeNumberValue else {
          text += [" ", "-", #"\t"#, #"\u00a0"#, "x"].randomElement(using: &random) ?? ""
          continue
        }
        text +=
          [
            "\(value)", "\(value)", "\(value)", #"\u003\#(value)"#, "\(value) ", "\(value)-",
            #"\ud835\udf\#(String(0xCE + value, radix: 16))"#, "\(value)\\t",
            #"\uFF1\#(value)"#, #"\u2060\#(value)"#,
          ].randomElement(using: &random) ?? ""
      }
      let body = Array(#"{"token": "\#(text)", "a": ["\#(text)"]}"#.utf8)
      guard case .object(let before) = try JSONDocument(reading: body).root,
        case .string(let given)? = before["token"]
      else {
        Issue.record("no object")
        continue
      }
      if CardNumber.isIn(given) { held += 1 }
      let masked = MaskedBody.of(body)
      #expect(CardNumber.isIn(given) == (masked != body))
      guard case .object(let after) = try JSONDocument(reading: masked).root,
        case .string(let token)? = after["token"], case .array(let array)? = after["a"]
      else {
        Issue.record("no object")
        continue
      }
      #expect(!CardNumber.isIn(token), "\(text)")
      for case .string(let element) in array { #expect(!CardNumber.isIn(element), "\(text)") }
    }
    #expect(held > 500)
  }

  @Test(
    "Anywhere in a payment method it is refused, where none may be and deep inside as well",
    arguments: [
      (#""displayName": "V", "last4": "4111111111111111""#, "last4"),
      (#""displayName": "V", "cardNumber": 4111111111111111"#, "cardNumber"),
      (#""displayName": "V", "token": {"value": ["4111 1111 1111 1111"]}"#, "token/value/0"),
    ])
  func anywhere(members: String, place: String) {
    let intake = RequestDecoder.decode(upsert(members))
    #expect(intake.places.contains("CARD_NUMBER_REFUSED /records/0/\(place)"))
    #expect(intake.holdsCardNumber && intake.refusal?.outcome == .rejected)
  }

  @Test("It is no identifier of a payment method; that of an account may look like one")
  func identifiers() {
    func decoded(id: String, account: String) -> Intake {
      RequestDecoder.decode(
        Requests.upsert(
          #"{"type": "SavedPaymentMethod", "id": "\#(id)", "accountId": "\#(account)", "kind": "Card", "#
            + #""displayName": "V", "revision": 1764406800003}"#))
    }
    #expect(decoded(id: Self.number, account: "A").places == ["CARD_NUMBER_REFUSED /records/0/id"])
    #expect(decoded(id: "PM", account: Self.number).places == [])
  }

  @Test("Whatever keeps a request from being read, the body that is kept has no card number")
  func unread() {
    let record =
      #"{"type": "SavedPaymentMethod", "id": "PM", "accountId": "A", "kind": "Card", "displayName": "V", "token": "4111 1111 1111 1111"}"#
    let misspelt = record.replacing("SavedPaymentMethod", with: "SavedPaymentMetod")
    func plain(
      _ body: String, type: String = "records.upsert.v1", id: String? = "r-1",
      contentType: String = "application/json"
    ) -> RequestMessage {
      Requests.plain(body, type: type, id: id, contentType: contentType, queue: .records)
    }
    let body = #"{"records": [\#(record)]}"#
    let messages = [
      plain(#"{"records": [\#(record),]}"#), plain(#"{"records": [\#(record)]"#), plain(record),
      plain(#"{"records": [\#(record)], "records": []}"#), plain(#"{"records": [\#(misspelt)]}"#),
      plain(body, type: "records.upsert.v2"), plain(body, type: "records.upsert"),
      plain(body, id: nil), plain(body, id: "an id"), plain(body, contentType: "text/plain"),
      Requests.cloudEvent(#"{"specversion": "1.0", "data": \#(body)}"#, queue: .records),
      Requests.cloudEvent(
        #"{"specversion": "0.3", "id": "r-1", "source": "crm", "data": \#(body)}"#, queue: .records),
      RequestMessage(
        body: Array(body.utf8), bodySize: 1 << 30, queue: .records,
        contentType: "application/json", messageId: "r-1", type: "records.upsert.v1", appId: "crm"),
    ]
    for message in messages {
      let intake = RequestDecoder.decode(message)
      let kept = MaskedBody.needed(for: intake, of: message.body)
      #expect(
        kept.map { String(decoding: $0, as: UTF8.self) }
          == String(decoding: message.body, as: UTF8.self)
          .replacing("4111 1111 1111 1111", with: "**** **** **** ****"))
    }
  }

  @Test("What has nothing to do with payment methods is kept as it came, as is what was read")
  func asItCame() {
    for body in [
      #"{"records": [{"type": "Account", "id": "4111111111111111",}]}"#,
      #"{"records": [{"type": "SavedPaymentMethod", "token": "tok_1a2b",}]}"#,
    ] {
      let message = Requests.plain(body, type: "records.upsert.v1", queue: .records)
      let intake = RequestDecoder.decode(message)
      #expect(intake.refusal != nil && MaskedBody.needed(for: intake, of: message.body) == nil)
    }
    let read = Requests.upsert(
      #"{"type": "SavedPaymentMethod", "id": "PM", "accountId": "4111111111111111", "kind": "Card", "displayName": "V"}"#
    )
    #expect(MaskedBody.needed(for: RequestDecoder.decode(read), of: read.body) == nil)
  }

  @Test("Its header says that it is masked")
  func header() {
    let reason = DeadLetterReason(
      code: .cardNumberRefused, message: "m", queue: .records, firstFaultAt: EventSamples.received,
      lastFaultAt: EventSamples.received, worker: "w", isBodyMasked: true)
    #expect(reason.headers.contains(FaultHeader("fault-body-masked", .flag(true))))
  }
}
