import AMQP
import CivilTime
import Foundation
import JSON
import Testing
import Worker

@testable import invoice_worker

@Suite("Dead letters, chosen and sent back")
struct DeadLetterTests {
  private func letter(
    number: Int = 3, id: String? = "r-1", truncated: Bool = false,
    _ headers: HeaderTable = Self.parked
  ) -> DeadLetter {
    DeadLetter(
      number: number,
      delivery: Delivery(
        queue: "invoice.dead", tag: DeliveryTag(epoch: 1, channel: 1, number: 1),
        isRedelivered: false, exchange: "invoice.dead", routingKey: "invoice.generate",
        properties: Self.properties(headers, id), body: [1, 2], bodySize: 2,
        isTruncated: truncated))
  }

  /// With everything on it that must not act with an operator's rights.
  private static func properties(_ headers: HeaderTable, _ id: String?) -> MessageProperties {
    var properties = MessageProperties(
      contentType: "application/json", headers: headers, replyTo: "somebody.reply",
      expiration: "5", messageId: id, type: "invoice.generate.v1", appId: "crm")
    properties.userId = "crm-user"
    properties.priority = 9
    properties.contentEncoding = "gzip"
    return properties
  }

  private static let parked: HeaderTable = [
    "sender": "own", "CC": .array(["invoice.notifications"]), "request-user": "crm-user",
    "x-delivery-count": .int64(2), "attempt": .int64(5),
    "fault-code": "INTERNAL_ERROR", "fault-queue": "invoice.generate",
    "fault-last-at": "2026-11-18T11:06:40.250000Z", "fault-completion-id": "E0", "replay-of": "D0",
  ]

  private func without(_ names: String..., adding other: HeaderTable = [:]) -> HeaderTable {
    var table = Self.parked.filter { !names.contains($0.name) }
    for entry in other.entries { table[entry.name] = entry.value }
    return table
  }

  @Test(
    "S1, S5: the original goes to its queue, names the outcome it is to replace, and nothing else")
  func goesBack() throws {
    guard case .message(let message) = letter().replay else {
      Issue.record("it can be replayed")
      return
    }
    #expect(message.exchange.isEmpty && message.routingKey == "invoice.generate")
    #expect(message.isMandatory)
    #expect(message.body == [1, 2])
    var expected = MessageProperties(
      contentType: "application/json",
      headers: ["replay-of": "E0", "request-user": "crm-user"], deliveryMode: .persistent,
      messageId: "r-1", type: "invoice.generate.v1", appId: "crm")
    expected.contentEncoding = "gzip"
    #expect(message.properties == expected)
  }

  @Test("The list goes by the time of parking, whatever the queue's order")
  func order() {
    func parked(_ id: String, _ time: String?) -> DeadLetter {
      letter(
        number: 0, id: id,
        without("fault-last-at", adding: time.map { ["fault-last-at": .string($0)] } ?? [:]))
    }
    let moved = letter(
      number: 0, id: "moved",
      ["x-death": .array([.table(["queue": "invoice.run", "time": .timestamp(1_795_000_002)])])])
    let letters = [
      // 1,795,000,000 s after 1970.
      parked("a", "2026-11-18T11:06:40.000001Z"), parked("d", "2026-11-18T11:06:40.000001Z"),
      parked("b", "2026-11-18T11:06:41.000000Z"), moved,
      parked("c", "2026-11-18T11:06:43.000000Z"), parked("e", nil), parked("f", nil),
    ]
    for turn in letters.indices {
      let queue = Array(letters[turn...] + letters[..<turn])
      for capacity in [1, 2, 3, 7, 100] {
        var listing = DeadLetterListing(capacity: capacity)
        for letter in turn.isMultiple(of: 2) ? queue : queue.reversed() {
          listing.append(letter)
        }
        listing.finish()
        let kept = ["a", "d", "b", "moved", "c", "e", "f"].prefix(capacity)
        #expect(listing.letters.map(\.identifier) == Array(kept))
        #expect(listing.letters.compactMap(\.number) == Array(1...kept.count))
        #expect(listing.total == 7)
      }
    }
  }

  @Test("S6: what a sender wrote on a request that the broker moved is no story of the worker's")
  func forgedStory() throws {
    let forged = without(
      "fault-queue",
      adding: [
        "x-death": .array([.table(["queue": "invoice.records", "reason": "expired"])]),
        "fault-queue": "invoice.run", "fault-body-truncated": .boolean(true),
      ])
    let moved = letter(forged)
    #expect(moved.code.isEmpty && moved.recordedDeadSince.isEmpty && moved.firstAt.isEmpty)
    #expect(moved.message == "moved here by the broker from invoice.records: expired")
    #expect(!DeadLetterSelection(code: "INTERNAL_ERROR").takes(moved), "not selected by it either")
    var writer = JSONWriter()
    moved.write(to: &writer, withBody: true)
    let json = String(decoding: writer.bytes, as: UTF8.self)
    #expect(json.contains(#""recordedBy":"broker""#))
    let parts = json.components(separatedBy: #""senderHeaders":"#)
    #expect(parts.count == 2 && !parts[0].contains("INTERNAL_ERROR"))
    #expect(parts.last?.contains(#""fault-code":"INTERNAL_ERROR""#) == true)
    guard case .message(let message) = moved.replay else {
      Issue.record("it can be replayed")
      return
    }
    #expect(message.routingKey == "invoice.records")
    #expect(message.properties.headers == ["request-user": "crm-user"], "as the broker checked it")
  }

  @Test("What the broker moved goes back as it was")
  func movedByTheBroker() throws {
    let headers: HeaderTable = [
      "x-death": .array([.table(["queue": "invoice.records", "count": .int64(1)])]), "own": "1",
    ]
    guard case .message(let message) = letter(headers).replay else {
      Issue.record("it can be replayed")
      return
    }
    #expect(message.routingKey == "invoice.records")
    #expect(message.properties.headers == ["request-user": "crm-user"])
    #expect(message.properties.messageId == "r-1" && message.body == [1, 2])
  }

  @Test("What cannot be replayed says why")
  func impossible() {
    func reason(_ letter: DeadLetter) -> String? {
      if case .impossible(let reason) = letter.replay { reason } else { nil }
    }
    let cut = without(adding: ["fault-body-truncated": .boolean(true)])
    #expect(reason(letter(cut))?.contains("only the beginning of its body") == true)
    #expect(reason(letter(truncated: true))?.contains("only the beginning") == true)
    #expect(reason(letter(without("fault-queue")))?.contains("which queue") == true)
    let elsewhere = without(adding: ["fault-queue": "invoice.notifications"])
    #expect(reason(letter(elsewhere))?.contains("which queue") == true)
    #expect(reason(letter(without("fault-completion-id")))?.contains("identifier") == true)
  }

  @Test("Every criterion must hold; of the names, one")
  func selection() throws {
    let instant = try #require(UTCInstant(rfc3339: "2026-11-18T11:06:40.250001Z"))
    var all = DeadLetterSelection()
    #expect(all.isEverything && all.takes(letter()))
    all = DeadLetterSelection(
      names: ["x", "r-1"], source: "crm", type: "invoice.generate.v1", code: "INTERNAL_ERROR",
      deadBefore: instant)
    #expect(!all.isEverything && all.takes(letter()))
    #expect(DeadLetterSelection(names: ["3"]).takes(letter()))
    for other in [
      DeadLetterSelection(names: ["4", "r-2"]), DeadLetterSelection(source: "erp"),
      DeadLetterSelection(type: "x"), DeadLetterSelection(code: "X"),
      DeadLetterSelection(deadBefore: instant.adding(microseconds: -1)),
    ] {
      #expect(!other.takes(letter()), "\(other)")
    }
    #expect(
      !DeadLetterSelection(deadBefore: instant).takes(letter(without("fault-last-at"))),
      "nobody knows how old it is")
  }

  @Test(
    "Ages",
    arguments: [
      ("90s", 90), ("30m", 1_800), ("12h", 43_200), ("7d", 604_800), ("10000d", 864_000_000),
      ("", nil), ("d", nil), ("7", nil), ("0d", nil), ("-1d", nil), ("+1d", nil), ("1.5h", nil),
      ("10001d", nil), ("99999999999999999999s", nil), ("1w", nil),
    ] as [(String, Int64?)])
  func ages(text: String, seconds: Int64?) {
    #expect(Age.seconds(text) == seconds)
  }

  @Test("The pace is even, and a pause is not made up for")
  func pace() {
    var pace = SendingPace(perSecond: 4)
    let start = ContinuousClock.now
    #expect(pace.delay(at: start) == .zero)
    #expect(pace.delay(at: start) == .milliseconds(250))
    #expect(pace.delay(at: start) == .milliseconds(500))
    let later = start.advanced(by: .seconds(9))
    #expect(pace.delay(at: later) == .zero)
    #expect(pace.delay(at: later) == .milliseconds(250))
  }
}
