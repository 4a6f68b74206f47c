import AMQP
import CivilTime
import HTTPServer
import JSON
import Messages
import Web
import Worker

/// `/dead`: what the commands `dead list`, `show`, `replay` and `discard` do.
extension WebSite {
  func deadLetters(
    _ query: WebQuery, _ visitor: WebVisitor
  ) async throws(CommandFailure) -> WebPage {
    let filter = DeadLetterFilter(query)
    let listing = try await desk.list()
    var codes: [String: Int] = [:]
    for letter in listing.letters { codes[letter.code, default: 0] += 1 }
    let chosen = listing.letters.filter(Self.selection(filter).takes)
    return DeadLettersPage.page(
      chosen.map(Self.entry), codes: codes.map { ($0.key, $0.value) }.sorted { $0.1 > $1.1 },
      total: listing.total, filter,
      problems: Self.problem(filter).map { ["\($0): it was left out."] } ?? [],
      work: await desk.work,
      mayAct: visitor.role == .operator)
  }

  func deadLetter(
    _ fingerprint: String, _ visitor: WebVisitor
  ) async throws(CommandFailure) -> WebPage {
    guard let letter = try await desk.letter(fingerprint) else {
      return PlainPages.notFound("There is no such dead letter any more.")
    }
    let properties = letter.delivery.properties
    var facts: [(String, HTMLNode?)] = [
      (
        "Request",
        letter.identifier.isEmpty
          ? nil
          : Parts.link(
            letter.identifier,
            WebAddress(.request(source: letter.source, identifier: letter.identifier)))
      ),
      ("Source", Parts.text(letter.source)), ("Type", Parts.text(letter.type)),
      ("Code", Parts.text(letter.code)), ("What happened", Parts.text(letter.message)),
      ("Queue", Parts.text(letter.originQueue)),
      ("Dead since", letter.deadSince.map(Parts.time)),
      ("First failed", Parts.text(letter.firstAt)),
      ("Content type", Parts.text(properties.contentType)),
      ("Content encoding", Parts.text(properties.contentEncoding)),
    ]
    for entry in properties.headers?.entries ?? [] {
      let name = letter.isOfSender(entry) ? "Sender's header \(entry.name)" : entry.name
      facts.append((name, Parts.text(DeadLetter.text(entry.value))))
    }
    var content: [HTMLNode] = [Parts.facts(facts)]
    if case .impossible(let reason) = letter.replay {
      content.append(Parts.notice("It cannot be replayed: \(reason)."))
    }
    if visitor.role == .operator {
      let forms = WebRoute.DeadAction.allCases.map { Self.form($0, fingerprint) }
      content.append(
        .tag(
          "div", [HTMLAttribute("class", "actions")],
          forms + (again(letter).map { [$0] } ?? [])))
    }
    content.append(
      Parts.folded("Body, \(letter.delivery.bodySize) bytes", Self.lines(letter.delivery.body)))
    var writer = JSONWriter()
    letter.write(to: &writer, withBody: true)
    return WebPage(
      "Dead letter \(letter.identifier)", section: .deadLetters,
      twin: WebAddress(.deadLetter(fingerprint: fingerprint), as: .json), json: writer.bytes,
      content)
  }

  /// Leads to where it is said what will happen to the letter.
  private static func form(_ action: WebRoute.DeadAction, _ fingerprint: String) -> HTMLNode {
    let name = action == .replay ? "Replay" : "Discard"
    return Parts.form(
      WebAddress(.deadAction(action)), name,
      [
        Parts.hidden("which", "chosen"), Parts.hidden("letter", fingerprint),
        .tag("p", [Parts.button(name, isDangerous: action == .discard)]),
      ])
  }

  /// A form that leads to where the body can be corrected and sent under a new identifier; nil where the whole of it is not known, or its type
  /// is none.
  private func again(_ letter: DeadLetter) -> HTMLNode? {
    guard let definition = RequestDefinition(typeName: letter.type), letter.isWhole,
      let body = String(validating: letter.delivery.body, as: UTF8.self)
    else { return nil }
    return Parts.form(
      WebAddress(.contractType(definition.type.rawValue)), "Send again",
      [
        Parts.hidden("do", "check"), Parts.hidden("body", body),
        .tag("p", [Parts.button("Correct it, and send it under a new identifier")]),
      ])
  }

  /// Shows what is meant, and does it when that was confirmed.
  func deadAction(
    _ action: WebRoute.DeadAction, _ form: WebQuery, _ visitor: WebVisitor
  ) async throws(CommandFailure) -> HTTPReply {
    let filter = DeadLetterFilter(form)
    let isAll = form["which"] == "all"
    if let problem = Self.problem(filter) {
      return reply(PlainPages.said(400, "Not done", problem + "."), .html, visitor)
    }
    let listing = try await desk.list()
    let named = Set(form.values("letter"))
    let chosen = listing.letters.filter { letter in
      isAll
        ? Self.selection(filter).takes(letter)
        : named.contains(DeadLetterFingerprint(letter).text)
    }
    guard let confirmed = form["confirmed"].flatMap({ Int($0) }) else {
      let page = DeadLettersPage.confirmation(
        action, chosen.map(Self.entry), filter, isAll: isAll)
      return reply(page, .html, visitor)
    }
    let rate = min(10_000, max(1, form["rate"].flatMap { Int($0) } ?? 100))
    // Never more than was said: what has come since waits for the next time.
    let letters = Array(chosen.prefix(max(0, confirmed)))
    let hasBegun = await desk.begin(
      action == .replay ? .replay : .discard, .these(letters), count: letters.count, rate: rate,
      by: visitor.name ?? "")
    guard hasBegun else {
      return reply(
        PlainPages.said(409, "Not done", "Something else is under way; look at the dead letters."),
        .html, visitor)
    }
    return redirect(to: WebAddress(.deadLetters, filter.query))
  }

  private static func entry(_ letter: DeadLetter) -> DeadLetterEntry {
    DeadLetterEntry(
      fingerprint: DeadLetterFingerprint(letter).text, identifier: letter.identifier,
      source: letter.source, type: letter.type, code: letter.code, queue: letter.originQueue,
      message: letter.message, since: letter.deadSince)
  }

  private static func selection(_ filter: DeadLetterFilter) -> DeadLetterSelection {
    var selection = DeadLetterSelection(
      source: filter.source, type: filter.type, code: filter.code)
    selection.queue = filter.queue
    if let seconds = filter.older.flatMap(Age.seconds) {
      selection.deadBefore = UTCInstant.now().adding(microseconds: -seconds * 1_000_000)
    }
    return selection
  }

  /// Why an age was not read, without a full stop; nil where it was, or none was given.
  private static func problem(_ filter: DeadLetterFilter) -> String? {
    guard let older = filter.older, Age.seconds(older) == nil else { return nil }
    return "older must be a time such as 90s, 30m, 12h or 7d, not “\(older)”"
  }
}
