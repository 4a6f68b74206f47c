package import CivilTime
import JSON

/// A dead letter as the list shows it.
package struct DeadLetterEntry: Hashable, Sendable {
  package let fingerprint: String
  package let identifier: String
  package let source: String
  package let type: String
  package let code: String
  package let queue: String
  package let message: String
  package let since: UTCInstant?

  package init(
    fingerprint: String, identifier: String, source: String, type: String, code: String,
    queue: String, message: String, since: UTCInstant?
  ) {
    self.fingerprint = fingerprint
    self.identifier = identifier
    self.source = source
    self.type = type
    self.code = code
    self.queue = queue
    self.message = message
    self.since = since
  }
}

/// A page of the list of dead letters.
package struct DeadLetterPart: Sendable {
  package let letters: [DeadLetterEntry]
  /// The filter of the next page; nil on the last.
  package var next: DeadLetterFilter?
  /// How many match, and how many there are; of more than ``CappedCount/most`` that number and one.
  package let matching: Int
  package let total: Int
  /// How many there are of each code, whatever the filter says.
  package var codes: [(code: String, count: Int)] = []
  /// How many messages the queue holds beyond those that are recorded; 0 where it is the queue that is listed, nil where the broker
  /// has not told.
  package var unrecorded: Int? = 0

  package init(_ letters: [DeadLetterEntry], matching: Int, total: Int) {
    self.letters = letters
    self.matching = matching
    self.total = total
  }
}

/// `/dead`: dead letters, the oldest first, with what may be done about them.
package enum DeadLettersPage {
  package static let length = 100

  /// `work`: what is being done, or was done last, as a sentence.
  package static func page(
    _ part: DeadLetterPart, _ filter: DeadLetterFilter, problems: [String],
    work: (sentence: String, isRunning: Bool)?, mayAct: Bool
  ) -> WebPage {
    var fields: [Parts.Field] = [
      .text(name: "code", label: "Error code", value: filter.code),
      .text(name: "queue", label: "Queue", value: filter.queue),
      .text(name: "type", label: "Type", value: filter.type),
      .text(name: "source", label: "Source", value: filter.source),
      .text(name: "older", label: "Dead for longer than (30m, 7d)", value: filter.older),
    ]
    if filter.isInQueue { fields.append(.hidden(name: "in", value: "queue")) }
    let total = CappedCount.text(part.total)
    var json = JSONTree.list(
      "deadLetters", part.letters.map(Self.json),
      next: part.next.map { WebAddress(.deadLetters, $0.query) })
    if case .object(var members) = json {
      members.append(
        JSONTree.Member(name: "unrecorded", value: part.unrecorded.map { .count($0) } ?? .null))
      json = .object(members)
    }
    var page = ListPage.page(
      "Dead letters", .deadLetters, filter, problems: problems, fields: fields,
      table: part.letters.isEmpty ? nil : list(part, filter, mayAct: mayAct),
      empty: part.total == 0
        ? "No dead letters." : "None of the \(total) dead letters matches.",
      next: part.next, isFirst: filter.after == nil, json: json.bytes)
    var before: [HTMLNode] = []
    if let work { before.append(Parts.notice(work.sentence)) }
    before.append(contentsOf: origin(part, filter))
    if !part.codes.isEmpty { before.append(groups(part.codes, filter)) }
    page.content = before + page.content
    page.isWaiting = work?.isRunning ?? false
    return page
  }

  /// Where the list is from, and the way to the other one.
  private static func origin(_ part: DeadLetterPart, _ filter: DeadLetterFilter) -> [HTMLNode] {
    var other = filter
    other.after = nil
    other.isInQueue = !filter.isInQueue
    guard !filter.isInQueue else {
      return [
        .tag(
          "p",
          [
            .text("This is the queue itself; the look counted as a delivery of every message. "),
            Parts.link("Show what is recorded", WebAddress(.deadLetters, other.query)),
          ])
      ]
    }
    var nodes: [HTMLNode] = []
    switch part.unrecorded {
    case nil:
      nodes.append(Parts.notice("How many the queue holds is not known: the broker has not told."))
    case 0?: break
    case let number?:
      let count = number == 1 ? "1 message" : "\(number) messages"
      nodes.append(
        Parts.notice(
          "The queue holds \(count) more than are recorded: what the broker itself moved there, or was parked long ago."
        ))
    }
    nodes.append(
      .tag(
        "p",
        [
          .text("This is what workers have recorded; the queue was not touched. "),
          Parts.link("Look in the queue", WebAddress(.deadLetters, other.query)),
          .text(" (counts as a delivery of every message in it)."),
        ]))
    return nodes
  }

  private static func groups(
    _ codes: [(code: String, count: Int)], _ list: DeadLetterFilter
  ) -> HTMLNode {
    Parts.table(
      "Dead letters by error code", [.init("Code"), .init("Count", isNumber: true)],
      codes.map { code, count in
        var filter = DeadLetterFilter()
        filter.code = code.isEmpty ? nil : code
        filter.isInQueue = list.isInQueue
        let name = code.isEmpty ? "none: moved by the broker" : code
        return [
          code.isEmpty
            ? .text(name) : Parts.link(name, WebAddress(.deadLetters, filter.query)),
          .text(CappedCount.text(count)),
        ]
      })
  }

  private static func list(
    _ part: DeadLetterPart, _ filter: DeadLetterFilter, mayAct: Bool
  ) -> HTMLNode {
    let count = CappedCount.text(part.matching)
    var columns: [Parts.Column] = [
      .init("Request"), .init("Source"), .init("Type"), .init("Code, and what happened"),
      .init("Queue"), .init("Dead since"),
    ]
    if mayAct { columns.append(.init("Choose")) }
    let table = Parts.table(
      "Dead letters, the oldest first", columns,
      part.letters.map { row($0, filter, mayAct: mayAct) })
    guard mayAct else { return table }
    let all: HTMLNode = .tag(
      "label", [HTMLAttribute("class", "line"), HTMLAttribute("hidden")],
      [
        .void(
          "input", [HTMLAttribute("type", "checkbox"), HTMLAttribute("data-all", "letter")]),
        .tag("span", "Choose all on this page"),
      ])
    var criteria = filter
    criteria.after = nil
    let kept = criteria.query.pairs.map { Parts.hidden($0.name, $0.value) }
    let buttons: [HTMLNode] = WebRoute.DeadAction.allCases.flatMap { action in
      [
        button(action, of: "chosen", action == .replay ? "Replay chosen" : "Discard chosen"),
        button(
          action, of: "all",
          (action == .replay ? "Replay" : "Discard") + " all \(count) that match"),
      ]
    }
    return Parts.form(
      WebAddress(.deadAction(.replay)), "Dead letters",
      kept + [table, all, .tag("p", [HTMLAttribute("class", "actions")], buttons)])
  }

  private static func button(
    _ action: WebRoute.DeadAction, of which: String, _ text: String
  ) -> HTMLNode {
    var attributes = [
      HTMLAttribute("type", "submit"), HTMLAttribute("name", "which"),
      HTMLAttribute("value", which),
      HTMLAttribute("formaction", to: WebAddress(.deadAction(action))),
    ]
    if action == .discard { attributes.append(HTMLAttribute("class", "danger")) }
    return .tag("button", attributes, text)
  }

  private static func row(
    _ letter: DeadLetterEntry, _ filter: DeadLetterFilter, mayAct: Bool
  ) -> [HTMLNode] {
    let name = letter.identifier.isEmpty ? "without identifier" : letter.identifier
    var place = DeadLetterFilter()
    place.isInQueue = filter.isInQueue
    var cells: [HTMLNode] = [
      Parts.link(name, WebAddress(.deadLetter(fingerprint: letter.fingerprint), place.query)),
      .text(letter.source), .text(letter.type),
      .group([.tag("strong", letter.code), .text(" \(letter.message)")]), .text(letter.queue),
      letter.since.map(Parts.time) ?? .text("not recorded"),
    ]
    if mayAct {
      cells.append(
        .void(
          "input",
          [
            HTMLAttribute("type", "checkbox"), HTMLAttribute("name", "letter"),
            HTMLAttribute("value", letter.fingerprint),
            HTMLAttribute("aria-label", "Choose \(name)"),
          ]))
    }
    return cells
  }

  private static func json(_ letter: DeadLetterEntry) -> JSONTree {
    [
      "fingerprint": .string(letter.fingerprint), "requestIdentifier": .string(letter.identifier),
      "source": .string(letter.source), "requestType": .string(letter.type),
      "errorCode": .string(letter.code), "errorMessage": .string(letter.message),
      "queue": .string(letter.queue), "deadSince": .text(letter.since),
    ]
  }

  /// What will be done, before it is: how many, and which. `areMore`: others match as well, and are not included.
  package static func confirmation(
    _ action: WebRoute.DeadAction, _ letters: [DeadLetterEntry], _ filter: DeadLetterFilter,
    isAll: Bool, areMore: Bool = false
  ) -> WebPage {
    let count = letters.count == 1 ? "1 dead letter" : "\(letters.count) dead letters"
    let title = action == .replay ? "Replay \(count)" : "Discard \(count) for good"
    guard !letters.isEmpty else {
      return WebPage(
        "Nothing chosen", section: .deadLetters,
        [
          Parts.paragraph("No dead letter is chosen."),
          .tag("p", [Parts.link("Back", WebAddress(.deadLetters, filter.query))]),
        ])
    }
    var fields = filter.query.pairs.map { Parts.hidden($0.name, $0.value) }
    fields.append(Parts.hidden("which", isAll ? "all" : "chosen"))
    fields.append(Parts.hidden("confirmed", "\(letters.count)"))
    if !isAll { fields += letters.map { Parts.hidden("letter", $0.fingerprint) } }
    if action == .replay {
      fields.append(
        .tag(
          "p",
          [
            Parts.input(
              "rate", "At most this many a second", "number", "100",
              [HTMLAttribute("min", "1"), HTMLAttribute("max", "10000")])
          ]))
    }
    fields.append(.tag("p", [Parts.button(title, isDangerous: action == .discard)]))
    let shown = letters.prefix(length).map { Array(row($0, filter, mayAct: false)) }
    let more: HTMLNode =
      letters.count > shown.count
      ? Parts.paragraph("The first \(shown.count) of them:") : .nothing
    let later: HTMLNode =
      areMore
      ? Parts.notice("More match: only the oldest are included. Repeat this for the others.")
      : .nothing
    return WebPage(
      title, section: .deadLetters,
      [
        later,
        Parts.paragraph(
          action == .replay
            ? "Each goes back to its queue, and is run again where its outcome is Rejected or INTERNAL_ERROR."
            : "The requests keep their outcomes; what is discarded cannot be restored."),
        Parts.form(WebAddress(.deadAction(action)), title, fields),
        .tag("p", [Parts.link("Back", WebAddress(.deadLetters, filter.query))]),
        more,
        Parts.table(
          "Dead letters that this is about",
          [
            .init("Request"), .init("Source"), .init("Type"), .init("Code, and what happened"),
            .init("Queue"), .init("Dead since"),
          ], shown),
      ])
  }
}
