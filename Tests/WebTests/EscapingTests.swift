import CivilTime
import Storage
import Testing
import Web

@Suite("Text from outside is never markup")
struct EscapingTests {
  @Test("In an element and in an attribute", arguments: Samples.hostile)
  func escaping(text: String) {
    let node = HTMLNode.tag("p", [HTMLAttribute("title", text)], text)
    let markup = node.markup
    let inside = markup.dropFirst("<p title=\"".count).dropLast("</p>".count)
    #expect(!inside.contains("<"), "\(markup)")
    #expect(inside.filter { $0 == "\"" }.count == 1 && inside.filter { $0 == ">" }.count == 1)
    #expect(!markup.unicodeScalars.contains { $0.value < 0x09 || $0.value == 0x202E })
  }

  @Test(
    "A whole page of hostile names has no element that was not meant", arguments: Samples.hostile)
  func page(text: String) {
    #expect(Self.elements(of: Self.page(text)) == Self.elements(of: Self.page("x")))
  }

  private static func page(_ text: String) -> String {
    let page = WebPage(
      text, section: .requests, twin: WebAddress(.request(source: text, identifier: text)),
      [
        Parts.table(
          text, [.init(text), .init("n", isNumber: true)],
          [[Parts.link(text, WebAddress(.invoice(text))), .text(text)]]),
        Parts.facts([(text, .text(text))]), Parts.folded(text, text), Parts.notice(text),
        Parts.filter(
          .requests,
          [
            .text(name: "q", label: text, value: text),
            .choice(name: "state", label: text, values: [text, "b"], value: text),
          ]), Parts.sparkline([0, 5, 2], text), Parts.hidden("x", text),
        Parts.command([text], operand: text),
      ])
    let visitor = WebVisitor(name: text, role: .operator)
    return String(decoding: page.document(for: visitor, prefix: ""), as: UTF8.self)
  }

  /// The tags in their order, without attributes.
  private static func elements(of page: String) -> [Substring] {
    page.matches(of: /<(\/?[a-zA-Z!][a-zA-Z0-9]*)/).map(\.output.1)
  }

  @Test(
    "A command that is copied is the words that are shown, whatever is in them",
    arguments: [
      ("INV-1", "INV-1"), ("$(reboot)", "'$(reboot)'"), ("a;b`c`|d", "'a;b`c`|d'"),
      ("it's", "'it'\\''s'"), ("", "''"), ("a\nb", "'a\nb'"), ("~", "'~'"), ("-x", "-- -x"),
      ("ä", "'ä'"), ("a*", "'a*'"),
    ])
  func command(text: String, shown: String) {
    #expect(ShellText.line(["show"], operand: text) == "show \(shown)")
  }

  @Test("Addresses of a page are this server's, below its prefix")
  func addresses() {
    let page = String(
      decoding: WebPage("x", [Parts.link("//elsewhere", WebAddress(.invoice("//elsewhere")))])
        .document(for: .anybody, prefix: "/billing"), as: UTF8.self)
    for match in page.matches(of: /(href|src|action)="([^"]*)"/) {
      let address = match.output.2
      #expect(
        address.hasPrefix("/billing") || address == "#main" || address == "data:,", "\(address)")
    }
  }

  @Test("A page has its landmarks, one heading of the first rank, and says where it stands")
  func landmarks() {
    let page = WebPage("Requests", section: .requests, twin: WebAddress(.requests, as: .json), [])
    let text = String(
      decoding: page.document(for: WebVisitor(name: "ann", role: .viewer), prefix: ""),
      as: UTF8.self)
    for part in [
      "<!DOCTYPE html>", "<html lang=\"en\">", "<main id=\"main\"", "<nav aria-label=\"Main\">",
      "href=\"#main\"", "<header>", "<footer>", "<h1>Requests</h1>",
      "href=\"/requests\" aria-current=\"page\"", "Signed in as ann", "href=\"/requests.json\"",
    ] { #expect(text.contains(part), "\(part)") }
    #expect(text.ranges(of: "<h1>").count == 1)
    #expect(!text.contains("<style") && !text.contains("style=") && !text.contains("onclick"))
  }

  @Test("Style and script are small, and no page needs what its policy forbids")
  func files() {
    #expect(Script.text.utf8.count <= 10_240)
    #expect(!StyleSheet.text.contains("url(") && !StyleSheet.text.contains("@import"))
    #expect(!Script.text.contains("innerHTML") && !Script.text.contains("eval("))
    let policy = SecurityHeaders.contentPolicy
    #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
    #expect(SecurityHeaders.all.contains { $0 == ("X-Content-Type-Options", "nosniff") })
  }

  @Test("A frame of numbers is one event whose data is one line")
  func frame() {
    var now = LiveSnapshot(at: UTCInstant(microsecondsSince1970: 1_000_000))
    var queue = LiveSnapshot.Queue(name: "invoice.generate\n", ready: 12, consumers: 2)
    (queue.arriving, queue.leaving) = (310.46, .infinity)
    now.queues = [queue]
    now.status = "{\n\"name\": \"w\"\r\n}\n"
    now.outbox = LiveSnapshot.Outbox(count: 3, oldestSeconds: 0.1)
    now.workers = [Self.worker("one\n", unseen: 3), Self.worker("two", unseen: 40)]
    let frame = String(decoding: now.frame, as: UTF8.self)
    #expect(frame.hasPrefix("event: snapshot\nid: 1000000\ndata: {") && frame.hasSuffix("}\n\n"))
    #expect(frame.filter { $0 == "\n" }.count == 4)
    #expect(frame.contains(#""in":310.5,"out":null"#) && frame.contains(#""oldestSeconds":0.1"#))
    #expect(frame.contains(#""waitP95":null"#) && frame.contains(#""lanes":4,"lanesBusy":1.5"#))
    #expect(frame.contains(#""sentence":"draining""#) && frame.contains(#""requests":3000.0"#))
    #expect(frame.contains(#""sentence":"not seen lately""#))
  }

  @Test("A page whose numbers are read from a standby says how far behind they are")
  func standby() {
    func page(_ standby: Standby?) -> (text: String, frame: String) {
      var now = LiveSnapshot(at: UTCInstant(microsecondsSince1970: 1_000_000))
      now.reading = .standby(standby)
      return (
        String(
          decoding: OverviewPage.page(now, pauses: [], logs: []).document(
            for: .anybody, prefix: ""), as: UTF8.self),
        String(decoding: now.frame, as: UTF8.self)
      )
    }
    let late = page(Standby(isFollowing: true, behindMicroseconds: 2_340_000))
    #expect(late.text.contains("<span data-key=\"behind\">2.3</span> seconds behind"))
    #expect(late.frame.contains(#""secondsBehind":2.3"#))
    let untold = page(nil)
    #expect(untold.text.contains("<span data-key=\"behind\">–</span>"))
    #expect(untold.frame.contains(#""secondsBehind":null"#))
    #expect(page(Standby(isFollowing: false, behindMicroseconds: 0)).text.contains("no standby"))
    #expect(Script.text.contains(#"put("behind", tenths(now.secondsBehind))"#))
  }

  @Test("The oldest event of an outbox is as old as it was when what is read was so")
  func outboxAge() {
    let oldest = UTCInstant(microsecondsSince1970: 5_000_000)
    for (now, age) in [(7_500_000, 2.5), (5_000_000, 0), (1_000_000, 0)] as [(Int64, Double)] {
      let outbox = LiveSnapshot.Outbox(
        count: 1, oldest: oldest, at: UTCInstant(microsecondsSince1970: now))
      #expect(outbox.oldestSeconds == age && outbox.count == 1)
    }
    #expect(LiveSnapshot.Outbox(count: 0, oldest: nil, at: oldest).oldestSeconds == nil)
  }

  @Test("What there is less of is said where a frame can say so too, and nowhere while nothing is")
  func troubles() {
    var now = LiveSnapshot(at: UTCInstant(microsecondsSince1970: 1_000_000))
    func text() -> String {
      String(
        decoding: OverviewPage.page(now, pauses: [], logs: []).document(for: .anybody, prefix: ""),
        as: UTF8.self)
    }
    #expect(text().contains("data-key=\"troubles\" hidden></p>"), "\(text())")
    now.troubles = ["The broker is <away>.", "So is the database."]
    #expect(text().contains("troubles\">The broker is &lt;away&gt;. So is the database.</p>"))
    #expect(Script.text.contains(#"put("troubles", now.troubles.join(" "))"#))
  }

  private static func worker(_ name: String, unseen seconds: Int64) -> ListedWorker {
    let presence = WorkerPresence(
      instance: "i-\(name)", name: name, host: "<b>", version: "1.2.0", lanes: 4,
      state: "draining", reason: "draining", busyThousandths: 375, requestsPerMinute: 180_000)
    let now = UTCInstant(microsecondsSince1970: 1_000_000)
    return ListedWorker(
      presence, startedAt: now, lastSeenAt: now, unseenMicroseconds: seconds * 1_000_000)
  }

  @Test("Each worker has a row whose cells a frame can find, and what is not known is said")
  func workers() {
    func page(_ workers: [ListedWorker]?) -> String {
      var now = LiveSnapshot(at: UTCInstant(microsecondsSince1970: 1_000_000))
      var queue = LiveSnapshot.Queue(name: "invoice.generate", ready: 12, consumers: 2)
      queue.waitP95 = 1.96
      now.queues = [queue]
      now.workers = workers
      return String(
        decoding: OverviewPage.page(now, pauses: [], logs: []).document(for: .anybody, prefix: ""),
        as: UTF8.self)
    }
    let text = page([Self.worker("\"w\"", unseen: 3), Self.worker("two", unseen: 40)])
    for part in [
      "data-key=\"invoice.generate waitP95\">2.0<", "&lt;b&gt;", "1.5 of 4",
      "data-key=\"worker i-two sentence\">not seen lately<", ">draining<", ">3000.0<",
    ] { #expect(text.contains(part), "\(part)") }
    #expect(!text.contains("<b>") && !text.contains("i-\"w\""))
    #expect(!text.contains("standby"))
    #expect(page([]).contains("No worker has said within the last minute"))
    #expect(page(nil).contains("Nothing is known of the workers"))
    for name in ["sentence", "lanes", "requests", "lastSeen"] {
      #expect(Script.text.contains("key + \" \(name)\""), "the script puts \(name)")
    }
  }
}
