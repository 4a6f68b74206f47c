import CivilTime
import Testing
import Web

@Suite("The page of dead letters")
struct DeadLettersPageTests {
  private static let letter = DeadLetterEntry(
    fingerprint: "f-1", identifier: "r-1", source: "crm", type: "invoice.generate.v1",
    code: "REQUEST_INVALID", queue: "invoice.generate", message: "a fault",
    since: UTCInstant(microsecondsSince1970: 1_795_000_000_000_000))

  private static func text(
    _ part: DeadLetterPart, _ filter: DeadLetterFilter = DeadLetterFilter(), mayAct: Bool = true
  ) -> String {
    let page = DeadLettersPage.page(part, filter, problems: [], work: nil, mayAct: mayAct)
    return String(decoding: page.document(for: .anybody, prefix: ""), as: UTF8.self)
  }

  private static func json(_ part: DeadLetterPart) -> String {
    let page = DeadLettersPage.page(
      part, DeadLetterFilter(), problems: [], work: nil, mayAct: false)
    return String(decoding: page.json, as: UTF8.self)
  }

  @Test("What is recorded says so, and what a look in the queue would do")
  func recorded() {
    let part = DeadLetterPart([Self.letter], matching: 1, total: 1)
    let text = Self.text(part)
    #expect(text.contains("/dead/f-1\""))
    #expect(text.contains("the queue was not touched"))
    #expect(text.contains("/dead?in=queue") && text.contains("counts as a delivery"))
    #expect(!text.contains("more than are recorded"))
    #expect(text.contains("Replay all 1 that match"))
    #expect(!Self.text(part, mayAct: false).contains("Replay all"))
    #expect(Self.json(part).contains(#""unrecorded":0"#))
  }

  @Test("Where the queue holds more than is recorded, the page says how many")
  func unrecorded() {
    var part = DeadLetterPart([], matching: 0, total: 0)
    part.unrecorded = 1
    #expect(Self.text(part).contains("The queue holds 1 message more than are recorded"))
    part.unrecorded = 20_000
    #expect(Self.text(part).contains("The queue holds 20000 messages more than are recorded"))
    #expect(Self.json(part).contains(#""unrecorded":20000"#))
    part.unrecorded = nil
    #expect(Self.text(part).contains("How many the queue holds is not known"))
    #expect(Self.json(part).contains(#""unrecorded":null"#))
  }

  @Test("Counts stop at 10,000")
  func capped() {
    var part = DeadLetterPart([Self.letter], matching: 10_001, total: 10_001)
    part.codes = [("REQUEST_INVALID", 10_001), ("LIMIT_EXCEEDED", 10_000)]
    let text = Self.text(part)
    #expect(text.contains("Replay all 10,000+ that match"))
    #expect(text.contains(">10,000+<") && text.contains(">10000<"))
    let none = Self.text(DeadLetterPart([], matching: 0, total: 10_001))
    #expect(none.contains("None of the 10,000+ dead letters matches."))
  }

  @Test("A list of the queue stays one, from page to page, letter and action")
  func inQueue() {
    var filter = DeadLetterFilter()
    filter.isInQueue = true
    var part = DeadLetterPart([Self.letter], matching: 200, total: 200)
    part.codes = [("REQUEST_INVALID", 200)]
    part.next = DeadLetterFilter(WebQuery(reading: "in=queue&after=100"))
    let text = Self.text(part, filter)
    #expect(text.contains("the look counted as a delivery of every message"))
    #expect(text.contains("/dead/f-1?in=queue"))
    #expect(text.contains("/dead?in=queue&amp;after=100"))
    #expect(text.contains("/dead?code=REQUEST_INVALID&amp;in=queue"))
    // In the filter's form, and in that of the actions.
    #expect(text.ranges(of: #"type="hidden" name="in" value="queue""#).count == 2)
  }

  @Test("The way from what is recorded to the queue, and back, keeps the filter")
  func ways() {
    var filter = DeadLetterFilter(WebQuery(reading: "code=X&older=7d&after=1*r"))
    let part = DeadLetterPart([Self.letter], matching: 1, total: 1)
    #expect(Self.text(part, filter).contains("/dead?code=X&amp;older=7d&amp;in=queue\""))
    filter = DeadLetterFilter(WebQuery(reading: "code=X&older=7d&in=queue&after=100"))
    #expect(Self.text(part, filter).contains("/dead?code=X&amp;older=7d\""))
  }

  @Test("Of more than are done at once the oldest are confirmed, which is said")
  func more() {
    for areMore in [false, true] {
      let page = DeadLettersPage.confirmation(
        .discard, [Self.letter], DeadLetterFilter(), isAll: true, areMore: areMore)
      let text = String(decoding: page.document(for: .anybody, prefix: ""), as: UTF8.self)
      #expect(text.contains("Discard 1 dead letter for good"))
      #expect(text.contains("only the oldest are included") == areMore)
    }
  }
}
