import AMQP
import CivilTime
import HTTPServer
import JSON
import Messages
import Storage
import Web
import Worker

/// `/dead`: what the commands `dead list`, `show`, `replay` and `discard` do.
extension WebSite {
  func deadLetters(
    _ query: WebQuery, _ visitor: WebVisitor
  ) async throws(CommandFailure) -> WebPage {
    let filter = DeadLetterFilter(query)
    return DeadLettersPage.page(
      filter.isInQueue ? try await inQueue(filter) : try await recorded(filter), filter,
      problems: Self.problem(filter).map { ["\($0): it was left out."] } ?? [],
      work: await desk.work,
      mayAct: visitor.role == .operator)
  }

  /// A page of what a look in the queue finds.
  private func inQueue(
    _ filter: DeadLetterFilter
  ) async throws(CommandFailure) -> DeadLetterPart {
    let listing = try await desk.list()
    var codes: [String: Int] = [:]
    for letter in listing.letters { codes[letter.code, default: 0] += 1 }
    let chosen = listing.letters.filter(Self.selection(filter).takes)
    let start = min(filter.start, chosen.count)
    let shown = chosen[start...].prefix(DeadLettersPage.length)
    var part = DeadLetterPart(
      shown.map(Self.entry), matching: chosen.count, total: listing.total)
    part.codes = codes.map { ($0.key, $0.value) }.sorted { $0.1 > $1.1 }
    if shown.endIndex < chosen.count {
      var next = filter
      next.after = ListPlace(["\(shown.endIndex)"])
      part.next = next
    }
    return part
  }

  /// A page of what is recorded.
  private func recorded(
    _ filter: DeadLetterFilter
  ) async throws(CommandFailure) -> DeadLetterPart {
    let ready = await live.current().queues.first { $0.name == QueueName.dead }?.ready
    let criteria = Self.selection(filter).criteria
    let (rows, matching, total, codes) = try await store.query { queries throws(StoreError) in
      (
        try queries.deadLetters(
          criteria, after: filter.place, limit: DeadLettersPage.length + 1),
        try queries.countDeadLetters(criteria, upTo: CappedCount.most),
        try queries.countDeadLetters(DeadLetterCriteria(), upTo: max(CappedCount.most, ready ?? 0)),
        try queries.countDeadLettersByCode(upTo: CappedCount.most)
      )
    }
    var letters: [DeadLetterEntry] = []
    for row in rows.prefix(DeadLettersPage.length) {
      letters.append(Self.entry(try .read(row, number: nil)))
    }
    var part = DeadLetterPart(letters, matching: matching, total: total)
    part.codes = codes.sorted { $0.count > $1.count }
    part.unrecorded = ready.map { max(0, $0 - total) }
    if rows.count > letters.count, let last = rows.dropLast().last {
      part.next = filter.after(last)
    }
    return part
  }

  func deadLetter(
    _ fingerprint: String, _ query: WebQuery, _ visitor: WebVisitor
  ) async throws(CommandFailure) -> WebPage {
    let filter = DeadLetterFilter(query)
    let letter: DeadLetter?
    if filter.isInQueue {
      letter = try await desk.letter(fingerprint)
    } else {
      let row = try await store.query { queries throws(StoreError) in
        try queries.deadLetter(fingerprint)
      }
      letter = try row.map { row throws(CommandFailure) in try DeadLetter.read(row, number: nil) }
    }
    guard let letter else { return Self.absent(filter, fingerprint) }
    return try page(of: letter, fingerprint, filter, visitor)
  }

  /// It was taken out, or was never recorded.
  private static func absent(_ filter: DeadLetterFilter, _ fingerprint: String) -> WebPage {
    guard !filter.isInQueue else {
      return PlainPages.notFound("There is no such dead letter any more.")
    }
    var page = PlainPages.notFound("No such dead letter is recorded.")
    var other = DeadLetterFilter()
    other.isInQueue = true
    page.content.append(
      .tag(
        "p",
        [
          Parts.link(
            "Look in the queue",
            WebAddress(.deadLetter(fingerprint: fingerprint), other.query)),
          .text(" (counts as a delivery of every message in it)."),
        ]))
    return page
  }

  private func page(
    of letter: DeadLetter, _ fingerprint: String, _ filter: DeadLetterFilter, _ visitor: WebVisitor
  ) throws(CommandFailure) -> WebPage {
    var content: [HTMLNode] = [Parts.facts(Self.facts(of: letter))]
    if let reason = letter.obstacle {
      content.append(Parts.notice("It cannot be replayed: \(reason)."))
    }
    if visitor.role == .operator {
      let forms = WebRoute.DeadAction.allCases.map {
        Self.form($0, fingerprint, isInQueue: filter.isInQueue)
      }
      content.append(
        .tag(
          "div", [HTMLAttribute("class", "actions")],
          forms + (again(letter).map { [$0] } ?? [])))
    }
    if let row = letter.row { content += faults("Errors", try Self.faults(of: row)) }
    let part = letter.isExcerpt ? ", the first \(letter.body.count) of them" : ""
    content.append(
      Parts.folded("Body, \(letter.bodySize) bytes\(part)", Self.lines(letter.body)))
    var writer = JSONWriter()
    letter.write(to: &writer, withBody: true)
    var place = DeadLetterFilter()
    place.isInQueue = filter.isInQueue
    return WebPage(
      "Dead letter \(letter.identifier)", section: .deadLetters,
      twin: WebAddress(.deadLetter(fingerprint: fingerprint), place.query, as: .json),
      json: writer.bytes, content)
  }

  private static func faults(
    of row: StoredDeadLetter
  ) throws(CommandFailure) -> [CompletionView.Fault] {
    do throws(JSONError) {
      return try CompletionView.Fault.reading(row.faults)
    } catch {
      throw .internal(
        "the faults of the dead letter \(row.id) in the database are no JSON: \(error)")
    }
  }

  private static func facts(of letter: DeadLetter) -> [(String, HTMLNode?)] {
    let properties = letter.properties
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
    return facts
  }

  /// Leads to where it is said what will happen to the letter.
  private static func form(
    _ action: WebRoute.DeadAction, _ fingerprint: String, isInQueue: Bool
  ) -> HTMLNode {
    let name = action == .replay ? "Replay" : "Discard"
    return Parts.form(
      WebAddress(.deadAction(action)), name,
      [
        Parts.hidden("which", "chosen"), Parts.hidden("letter", fingerprint),
        isInQueue ? Parts.hidden("in", "queue") : .nothing,
        .tag("p", [Parts.button(name, isDangerous: action == .discard)]),
      ])
  }

  /// A form that leads to where the body can be corrected and sent under a new identifier; nil where the whole of it is not known, or its type
  /// is none.
  private func again(_ letter: DeadLetter) -> HTMLNode? {
    guard let definition = RequestDefinition(typeName: letter.type), letter.isWhole,
      let body = String(validating: letter.body, as: UTF8.self)
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
    let named = isAll ? nil : Set(form.values("letter"))
    let chosen = try await self.chosen(filter, named)
    let most = CappedCount.most
    guard let confirmed = form["confirmed"].flatMap({ Int($0) }) else {
      let page = DeadLettersPage.confirmation(
        action, chosen.prefix(most).map(Self.entry), filter, isAll: isAll,
        areMore: chosen.count > most)
      return reply(page, .html, visitor)
    }
    let rate = min(10_000, max(1, form["rate"].flatMap { Int($0) } ?? 100))
    // Never more than was said: what has come since is not included.
    let letters = Array(chosen.prefix(min(most, max(0, confirmed))))
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

  /// Those of these fingerprints, else all that the filter takes: ``Web/CappedCount/most`` and one where they are more.
  private func chosen(
    _ filter: DeadLetterFilter, _ named: Set<String>?
  ) async throws(CommandFailure) -> [DeadLetter] {
    guard !filter.isInQueue else {
      return try await desk.list().letters.filter { letter in
        named?.contains(DeadLetterFingerprint(letter).text)
          ?? Self.selection(filter).takes(letter)
      }
    }
    var criteria = DeadLetterCriteria()
    if let named {
      criteria.fingerprints = named
    } else {
      criteria = Self.selection(filter).criteria
    }
    let sought = criteria
    let rows = try await store.query { queries throws(StoreError) in
      try queries.deadLetters(sought, limit: CappedCount.most + 1)
    }
    var letters: [DeadLetter] = []
    for row in rows { letters.append(try .read(row, number: nil)) }
    return letters
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
