import CivilTime
import HTTPServer
import Synchronization
import Web
import Worker

/// Answers the calls of browsers: whether at all (``Web/WebGate``), then with the page that was asked for.
final class WebSite: Sendable {
  let store: WebStore
  let broker: OperatorBroker
  let live: LiveNumbers
  let desk: DeadLetterDesk
  let log: Log
  let gate: WebGate
  private let users: WebUsers
  /// In lower case; nil: nobody else signs people in.
  private let userHeader: String?
  private let passwords = PasswordCheck()
  /// nil where the program that draws PDF is not installed.
  let renderer: Renderer?
  private let signedIn = Mutex(SignedIn())

  private struct SignedIn {
    var sessions = WebSessions()
    var throttle = SignInThrottle()
  }

  init(
    store: WebStore, rows: DeadLetterRows, broker: OperatorBroker, live: LiveNumbers,
    access: WebAccess, users: WebUsers, log: Log
  ) {
    self.store = store
    self.broker = broker
    self.live = live
    desk = DeadLetterDesk(broker, rows, log: log)
    self.log = log
    self.users = users
    renderer = DocumentsProgram.installed().map { Renderer($0) }
    userHeader = access.userHeader
    gate = WebGate(hosts: AllowedHosts(access.hosts), prefix: access.prefix)
  }

  func reply(to call: HTTPCall) async -> HTTPReply {
    let visitor = visitor(of: call)
    let passage = gate.passage(
      call.target, isForm: call.method == .post, headers: call.headers, visitor: visitor)
    switch passage {
    case .open(let address):
      do throws(CommandFailure) {
        return try await reply(to: call, at: address, visitor ?? .anybody, isKnown: visitor != nil)
      } catch {
        let status: UInt32 = error.status == .unavailable ? 503 : error.status == .fault ? 404 : 500
        if status == 500 { log.write(.pageNotMade, ["error": .text(error.sentence)]) }
        return reply(PlainPages.failed(status, error.sentence), address.format, visitor)
      }
    case .refused(.signIn(let address)) where address.format == .html:
      if userHeader != nil {
        return reply(
          PlainPages.said(
            401, "Not signed in", "The proxy in front of this page does not say who asks."), .html,
          nil)
      }
      return redirect(to: WebAddress(.signIn, WebQuery(values: ["next": address.text])))
    case .refused(let refusal):
      let isJSON = call.target.split(separator: "?").first?.hasSuffix(".json") == true
      return reply(PlainPages.page(for: refusal), isJSON ? .json : .html, visitor)
    }
  }

  // MARK: Replies

  func reply(
    _ page: WebPage, _ format: WebAddress.Format, _ visitor: WebVisitor?
  ) -> HTTPReply {
    switch format {
    case .html:
      HTTPReply(
        status: page.status,
        headers: SecurityHeaders.all + [("Content-Type", "text/html; charset=utf-8")],
        body: .bytes(page.document(for: visitor, prefix: gate.prefix)))
    case .json:
      HTTPReply(
        status: page.status, headers: SecurityHeaders.all + [("Content-Type", "application/json")],
        body: .bytes(page.json + [UInt8(ascii: "\n")]))
    }
  }

  func file(
    _ bytes: [UInt8], _ contentType: String, name: String? = nil
  ) -> HTTPReply {
    var headers = SecurityHeaders.all + [("Content-Type", contentType)]
    if let name {
      headers.append(("Content-Disposition", "attachment; filename=\"\(Self.fileName(name))\""))
    }
    return HTTPReply(status: 200, headers: headers, body: .bytes(bytes))
  }

  /// What every system takes as a file's name.
  private static func fileName(_ text: String) -> String {
    let isPlain = { (byte: UInt8) in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
    }
    return String(
      decoding: text.utf8.map { isPlain($0) ? $0 : UInt8(ascii: "-") }, as: UTF8.self)
  }

  /// See another page; what was sent is not sent again.
  func redirect(
    to address: WebAddress, _ headers: [(name: String, value: String)] = []
  ) -> HTTPReply {
    HTTPReply(
      status: 303,
      headers: SecurityHeaders.all + headers + [("Location", gate.prefix + address.text)],
      body: .bytes([]))
  }

  // MARK: Who asks

  /// nil where nobody is signed in.
  private func visitor(of call: HTTPCall) -> WebVisitor? {
    if let userHeader {
      guard let name = call.headers[userHeader]?.trimmed, !name.isEmpty, name.utf8.count <= 255
      else { return nil }
      return WebVisitor(name: name, role: users[name]?.role ?? .viewer)
    }
    guard !users.isEmpty else { return .anybody }
    let cookie = SessionCookie(host: call.headers["host"])
    guard let secret = cookie.secret(in: call.headers["cookie"]) else { return nil }
    return signedIn.withLock { $0.sessions.visitor(secret, at: .now()) }
  }

  func signInPage(_ address: WebAddress) -> HTTPReply {
    reply(PlainPages.signIn(next: address.query["next"] ?? "/", problem: nil), .html, nil)
  }

  func signIn(_ call: HTTPCall) async -> HTTPReply {
    let form = WebQuery(reading: String(decoding: call.body, as: UTF8.self))
    let next = form["next"] ?? "/"
    let now = UTCInstant.now()
    guard signedIn.withLock({ $0.throttle.begins(call.peer, at: now) }) else {
      log.write(.signInsThrottled, ["peer": .text(call.peer)])
      let page = PlainPages.signIn(
        next: next, problem: "Too many attempts failed. Try again in a minute.")
      var reply = reply(page, .html, nil)
      reply.status = 429
      return reply
    }
    let name = form["name"] ?? ""
    let user = users[name]
    let isRight = await passwords.isRight(form.value("password") ?? "", of: user)
    guard isRight, let user else {
      log.write(
        .signInFailed,
        ["peer": .text(call.peer), "user": .text(PrintableText.escaping(name, limit: 64))])
      return reply(
        PlainPages.signIn(next: next, problem: "Name or password is wrong."), .html, nil)
    }
    let secret = RandomIdentifier.make(prefix: "")
    signedIn.withLock { state in
      state.throttle.noteSuccess(call.peer)
      state.sessions.begin(
        WebVisitor(name: user.name, role: user.role), secret: secret, at: now)
    }
    log.write(.signedIn, ["peer": .text(call.peer), "user": .text(user.name)])
    let cookie = SessionCookie(host: call.headers["host"])
    let wanted = WebAddress(target: next).flatMap { $0.route.isShown ? $0 : nil }
    return redirect(
      to: wanted ?? WebAddress(.overview),
      [("Set-Cookie", cookie.header(secret))])
  }

  func signOut(_ call: HTTPCall) -> HTTPReply {
    let cookie = SessionCookie(host: call.headers["host"])
    if let secret = cookie.secret(in: call.headers["cookie"]) {
      signedIn.withLock { $0.sessions.end(secret) }
    }
    return redirect(to: WebAddress(.signIn), [("Set-Cookie", cookie.removal)])
  }
}
