import CivilTime
import Web

extension Fuzzing {
  /// What the page makes of a call before it asks anything of database or broker: its address, filter, form, cookie, who it comes from and
  /// whether it is let in. The bytes are the text of a call, with lines that end in a line feed.
  package static func call(_ bytes: [UInt8]) {
    let call = Call(bytes)
    if let address = WebAddress(target: call.target) { hold(address) }
    for prefix in ["", "/billing"] {
      for visitor in [nil, WebVisitor.anybody, WebVisitor(name: "o", role: .operator)] {
        let gate = WebGate(hosts: AllowedHosts(["page.example"]), prefix: prefix)
        hold(
          gate.passage(
            call.target, isForm: call.isForm, headers: call.headers, visitor: visitor),
          of: call, prefix, visitor)
      }
    }
    hold(WebQuery(reading: String(decoding: call.body, as: UTF8.self)))
    holdSession(of: call)
  }

  /// The page's own reading of an address gives the same address again, which is of this server and of plain ASCII.
  private static func hold(_ address: WebAddress) {
    let text = address.text
    precondition(text.hasPrefix("/") && !text.hasPrefix("//"), "an address of another server")
    precondition(text.utf8.allSatisfy { (0x21...0x7E).contains($0) }, "no plain ASCII")
    // What is encoded may be three times as long, and then longer than any address that is read.
    if text.utf8.count <= 8_192 {
      precondition(WebAddress(target: text) == address, "read as another address")
    }
    hold(RequestFilter.self, address.query)
    hold(InvoiceFilter.self, address.query)
    hold(ErrorLogFilter.self, address.query)
    hold(RunFilter.self, address.query)
    hold(DeadLetterFilter.self, address.query)
  }

  private static func hold<Filter: ListFilter>(_ type: Filter.Type, _ query: WebQuery) {
    let filter = type.init(query)
    precondition(type.init(filter.query) == filter, "read as another filter")
    precondition(type.problems(filter.query).isEmpty, "what was read is a problem")
    precondition(type.problems(query).allSatisfy { !$0.isEmpty })
  }

  private static func hold(_ form: WebQuery) {
    precondition(form.pairs.count <= WebQuery.mostPairs)
    precondition(WebQuery(reading: form.text) == form, "read as another form")
    let next = form["next"] ?? "/"
    // Whoever signs in is sent there.
    if let wanted = WebAddress(target: next) { hold(wanted) }
    let signIn = PlainPages.signIn(next: next, problem: nil).document(for: nil, prefix: "")
    let plain = PlainPages.signIn(next: "/", problem: nil).document(for: nil, prefix: "")
    // Text from outside is never markup.
    precondition(marks(signIn) == marks(plain), "markup from outside")
    _ = PlainPages.said(200, next, next).json
  }

  private static func marks(_ page: [UInt8]) -> Int {
    page.count { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "\"") }
  }

  /// Whoever is let in may be; whoever is refused is told why.
  private static func hold(
    _ passage: WebGate.Passage, of call: Call, _ prefix: String, _ visitor: WebVisitor?
  ) {
    switch passage {
    case .open(let address):
      let host = call.headers["host"]
      let name = host?.split(separator: ":").first?.lowercased()
      precondition(
        ["localhost", "127.0.0.1", "[", "page.example"].contains(name)
          && call.target.hasPrefix(prefix),
        "let in by another name")
      precondition(
        address.route.role.map { visitor?.role.covers($0) == true } ?? true, "without the role")
      guard call.isForm else { return precondition(address.route.isShown) }
      precondition(address.route.takesForms)
      let site = call.headers["sec-fetch-site"]
      let origin = call.headers["origin"]?.lowercased()
      precondition(
        site == "same-origin"
          || site == nil && host.map { origin?.hasSuffix("://\($0.lowercased())") == true } == true,
        "a form from elsewhere")
    case .refused(let refusal):
      precondition((300...499).contains(refusal.status))
      if case .signIn = refusal { precondition(visitor == nil, "is signed in already") }
      precondition(!PlainPages.page(for: refusal).document(for: visitor, prefix: prefix).isEmpty)
    }
  }

  /// A secret is a part of the cookie, and signs in whom it was given to.
  private static func holdSession(of call: Call) {
    let cookie = SessionCookie(host: call.headers["host"])
    let header = call.headers["cookie"]
    guard let secret = cookie.secret(in: header) else { return }
    precondition(
      secret.isEmpty || header?.utf8.firstRange(of: secret.utf8) != nil, "a secret that nobody sent"
    )
    let now = UTCInstant(microsecondsSince1970: 0)
    var sessions = WebSessions()
    precondition(sessions.visitor(secret, at: now) == nil, "a secret that nobody was given")
    sessions.begin(.anybody, secret: secret, at: now)
    precondition(sessions.visitor(secret, at: now) == .anybody)
    sessions.end(secret)
    precondition(sessions.visitor(secret, at: now) == nil, "signed out")
  }

  /// As a server hands it on: the target as it was sent, headers by their names in lower case, of a name that comes twice the first.
  private struct Call {
    var isForm = false
    var target = ""
    var headers: [String: String] = [:]
    var body: [UInt8] = []

    init(_ bytes: [UInt8]) {
      var rest = bytes[...]
      func line() -> ArraySlice<UInt8> {
        let line = rest.prefix { $0 != 0x0A }
        rest = rest.dropFirst(line.count + 1)
        return line.last == 0x0D ? line.dropLast() : line
      }
      let first = line().split(separator: 0x20, maxSplits: 2)
      isForm = first.first.map { $0.elementsEqual("POST".utf8) } ?? false
      if first.count > 1 { target = String(decoding: first[1], as: UTF8.self) }
      while true {
        let header = line()
        guard !header.isEmpty else { break }
        let halves = header.split(separator: 0x3A, maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(decoding: halves[0], as: UTF8.self).lowercased()
        if headers[name] == nil, halves.count == 2 {
          headers[name] = String(decoding: halves[1], as: UTF8.self).trimmed
        }
      }
      body = Array(rest)
    }
  }
}
