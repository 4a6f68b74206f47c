import Billing
import Messages
import Testing
import TestSupport

/// Requests with a few bytes changed. Nothing may trap, and the decoder may not depend on anything but
/// the message.
@Suite struct MutatedRequestTests {
  private static let bases: [RequestMessage] =
    ledger + RecordSamples.all.map { Requests.upsert($0.text()) } + [
      Requests.plain(Requests.generate),
      Requests.plain(
        #"{"billingScheduleIds": ["A", "B"]}"#, type: "billing-schedule.recover.v1",
        queue: .manage),
      Requests.cloudEvent(
        """
        {"specversion": "1.0", "id": "r", "source": "s", "type": "invoice.generate.v1",
         "data": \(Requests.generate)}
        """),
    ]

  private static let ledger: [RequestMessage] = [
    ("invoice.post.v1", #"{"invoiceIds": ["A"], "expectedVersion": 2}"#),
    ("invoice.update.v1", #"{"invoiceId": "A", "set": {"dueDate": null, "description": "d"}}"#),
    ("invoice.write-off.v1", #"{"invoices": [{"invoiceId": "A", "reasonCode": "C"}]}"#),
    (
      "payment.apply.v1",
      #"{"paymentId": "P", "applications": [{"invoiceId": "A", "amount": "1"}]}"#
    ),
    (
      "payment.refund.v1",
      #"{"refundId":"R","paymentId":"P","amount":"1","refundDate":"2026-12-01"}"#
    ),
    (
      "credit-memo.create.v1",
      #"{"creditMemo":{"accountId":"A","currency":"EUR","creditDate":"2026-12-01","lines":[{"name":"N","amount":"1"}]}}"#
    ),
  ].map { Requests.plain($1, type: $0, queue: .manage) }

  @Test(arguments: 0..<40)
  func everyMessageHasOneAnswer(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let pieces = [
      "\"", "{", "}", "[", "]", ",", ":", "null", "-", "1", "e9", "\\u0000", "\u{1F600}",
    ]
    var kinds = Set<String>()
    for _ in 0..<50 {
      let base = try #require(Self.bases.randomElement(using: &random))
      var body = base.body
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        let place = Int.random(in: 0..<body.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: body.remove(at: place)
        case 1: body[place] = UInt8.random(in: .min ... .max, using: &random)
        default:
          body.insert(contentsOf: (pieces.randomElement(using: &random) ?? "").utf8, at: place)
        }
      }
      let message = RequestMessage(
        body: body, queue: base.queue, contentType: base.contentType, messageId: base.messageId,
        type: base.type, appId: base.appId)
      let intake = RequestDecoder.decode(message)
      #expect(RequestDecoder.decode(message) == intake)
      switch intake {
      case .request: kinds.insert("request")
      case .unidentified: kinds.insert("unidentified")
      case .refused(_, let refusal):
        kinds.insert("refused")
        #expect(!refusal.faults.isEmpty)
        #expect(refusal.faults.allSatisfy { !$0.message.isEmpty })
      }
    }
    #expect(kinds.isSuperset(of: ["request", "refused"]))
  }
}
