import CivilTime
import Testing
import Web

@Suite("Who may do what on the page")
struct AccessTests {
  private static let gate = WebGate(hosts: AllowedHosts(["page.example"]), prefix: "")
  private static let viewer = WebVisitor(name: "vic", role: .viewer)
  private static let operates = WebVisitor(name: "ann", role: .operator)

  private static func passage(
    _ route: WebRoute, isForm: Bool, _ visitor: WebVisitor?
  ) -> WebGate.Passage {
    gate.passage(
      WebAddress(route).text, isForm: isForm,
      headers: ["host": "page.example", "sec-fetch-site": "same-origin"], visitor: visitor)
  }

  /// Written down a second time, without a default, so that a page that is added is thought of here.
  private static func expectedRole(_ route: WebRoute) -> WebRole? {
    switch route {
    case .signIn, .style, .script, .robots: nil
    case .deadAction, .invoiceAction, .recoverSchedule, .runAction: .operator
    case .overview, .requests, .request, .deadLetters, .deadLetter, .errorLogs, .invoices, .invoice,
      .invoiceDocument, .schedule, .runs, .run, .audit, .help, .contract, .asyncAPI, .contractType,
      .live, .signOut:
      .viewer
    }
  }

  @Test("Each page for nobody, a viewer and an operator")
  func matrix() {
    for route in Samples.routes("I-1") {
      let needed = Self.expectedRole(route)
      for (visitor, role) in [
        (nil, nil), (Self.viewer, WebRole.viewer), (Self.operates, .operator),
      ] as [(WebVisitor?, WebRole?)] {
        let passage = Self.passage(route, isForm: !route.isShown, visitor)
        let isAllowed = needed.map { role?.covers($0) ?? false } ?? true
        switch passage {
        case .open(let address): #expect(isAllowed && address.route == route, "\(route)")
        case .refused(.signIn): #expect(visitor == nil && !isAllowed, "\(route)")
        case .refused(.role): #expect(visitor != nil && !isAllowed, "\(route)")
        case .refused(let refusal): Issue.record("\(route): \(refusal)")
        }
      }
    }
  }

  @Test("Something is sent where something is taken, and nowhere else")
  func methods() {
    for route in Samples.routes("I-1") {
      let isTaken: Bool
      switch route {
      case .signIn, .signOut, .deadAction, .invoiceAction, .recoverSchedule, .runAction,
        .contractType:
        isTaken = true
      default: isTaken = false
      }
      let passage = Self.passage(route, isForm: true, Self.operates)
      #expect((passage == .open(WebAddress(route))) == isTaken, "\(route)")
    }
    #expect(
      Self.passage(.signOut, isForm: false, Self.viewer) == .refused(.method(WebAddress(.signOut))))
  }

  @Test(
    "Forms are taken from this server's own pages",
    arguments: [
      ("same-origin", nil, "h", true), ("cross-site", "https://h", "h", false),
      ("same-site", nil, "h", false), ("none", nil, "h", false), ("", nil, "h", false),
      (nil, "https://h", "h", true), (nil, "http://H:80", "h:80", true),
      (nil, "https://h:81", "h", false), (nil, "https://evil", "h", false),
      (nil, "null", "h", false), (nil, nil, "h", false), (nil, "https://h", nil, false),
      (nil, "https://", "", false),
    ] as [(String?, String?, String?, Bool)])
  func sameOrigin(site: String?, origin: String?, host: String?, isAllowed: Bool) {
    #expect(SameOrigin.allows(site: site, origin: origin, host: host) == isAllowed)
  }

  @Test("A form from elsewhere is refused before anything else, with any right")
  func forgery() {
    for headers in [["sec-fetch-site": "cross-site"], [:], ["origin": "https://evil.example"]] {
      let passage = Self.gate.passage(
        "/dead/do/replay", isForm: true, headers: headers.merging(["host": "page.example"]) { $1 },
        visitor: Self.operates)
      #expect(passage == .refused(.origin))
    }
  }

  @Test(
    "Names of the machine",
    arguments: [
      ("localhost:9465", true), ("127.0.0.1", true), ("[::1]:9465", true), ("[::1]", true),
      ("PAGE.example", true), ("evil.example", false), ("page.example.evil", false), ("", false),
      (nil, false),
    ] as [(String?, Bool)])
  func hosts(host: String?, isAllowed: Bool) {
    #expect(AllowedHosts(["page.example"]).allow(host) == isAllowed)
    let passage = Self.gate.passage(
      "/", isForm: false, headers: host.map { ["host": $0] } ?? [:], visitor: .anybody)
    #expect((passage == .refused(.host)) == !isAllowed)
  }

  @Test("A file of users is read whole or not at all")
  func users() throws {
    let users = try WebUsers(reading: "# who\n\nann:operator:scrypt$1$2$3$00$00\nvic:viewer:-\n")
    #expect(users["ann"]?.role == .operator && users["vic"]?.role == .viewer)
    #expect(users["bob"] == nil && !users.isEmpty)
    for text in ["ann", "ann:admin:-", "ann:viewer:hush", ":viewer:-", "a:viewer:-\na:viewer:-"] {
      let problem = #expect(throws: WebUsers.Problem.self) { try WebUsers(reading: text) }
      #expect(problem?.description.contains("hush") == false)
    }
  }

  @Test("Five failures a minute and an address")
  func throttle() {
    var throttle = SignInThrottle()
    var now = UTCInstant(microsecondsSince1970: 0)
    // Those that have not ended yet count: so many may come at once.
    func tries(_ address: String) -> [Bool] {
      (0..<7).map { _ in throttle.begins(address, at: now) }
    }
    let five = [true, true, true, true, true, false, false]
    #expect(tries("a") == five && tries("b") == five)
    now = now.adding(microseconds: 60_000_001)
    #expect(tries("a") == five)
    throttle.noteSuccess("a")
    #expect(tries("a") == five)
  }

  @Test("A session lasts twelve hours, ends when it is ended, and there are not too many")
  func sessions() {
    var sessions = WebSessions()
    let now = UTCInstant(microsecondsSince1970: 0)
    sessions.begin(Self.viewer, secret: "s", at: now)
    #expect(sessions.visitor("s", at: now) == Self.viewer)
    #expect(sessions.visitor("other", at: now) == nil)
    #expect(sessions.visitor("s", at: now.adding(microseconds: 12 * 3_600_000_000)) == nil)
    for number in 0..<WebSessions.most {
      sessions.begin(
        Self.operates, secret: "\(number)", at: now.adding(microseconds: Int64(number) + 1))
    }
    #expect(sessions.visitor("s", at: now) == nil, "the oldest made room")
    sessions.end("5")
    #expect(sessions.visitor("5", at: now) == nil && sessions.visitor("6", at: now) != nil)
  }

  @Test("The cookie is the browser's alone, and behind TLS this page's alone")
  func cookies() {
    let local = SessionCookie(host: "localhost:9465")
    #expect(local.header("x") == "iw=x; Path=/; HttpOnly; SameSite=Strict")
    let remote = SessionCookie(host: "page.example")
    #expect(remote.header("x") == "__Host-iw=x; Path=/; HttpOnly; SameSite=Strict; Secure")
    #expect(remote.secret(in: "a=b; __Host-iw=x") == "x" && remote.secret(in: "iw=x") == nil)
    #expect(local.secret(in: nil) == nil && local.removal.hasSuffix("Max-Age=0"))
  }
}
