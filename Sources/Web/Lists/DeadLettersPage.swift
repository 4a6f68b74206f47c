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

/// `/dead`: dead letters, the oldest first, with what may be done about them.
package enum DeadLettersPage {
  package static let length = 100

  /// `letters`: those that match, all of them. `codes`: of all dead letters, listed or not. `total`: how many there are. `work`: what is being
  /// done, or was done last, as a sentence.
  package static func page(
    _ letters: [DeadLetterEntry], codes: [(code: String, count: Int)], total: Int,
    _ filter: DeadLetterFilter, problems: [String], work: (sentence: String, isRunning: Bool)?,
    mayAct: Bool
  ) -> WebPage {
    let start = min(filter.start, letters.count)
    let shown = Array(letters[start...].prefix(length))
    var next: DeadLetterFilter?
    if start + shown.count < letters.count {
      next = filter
      next?.after = ListPlace(["\(start + shown.count)"])
    }
    let table = shown.isEmpty ? nil : list(shown, filter, count: letters.count, mayAct: mayAct)
    var page = ListPage.page(
      "Dead letters", .deadLetters, filter, problems: problems,
      fields: [
        .text(name: "code", label: "Error code", value: filter.code),
        .text(name: "queue", label: "Queue", value: filter.queue),
        .text(name: "type", label: "Type", value: filter.type),
        .text(name: "source", label: "Source", value: filter.source),
        .text(name: "older", label: "Dead for longer than (30m, 7d)", value: filter.older),
      ], table: table,
      empty: total == 0 ? "No dead letters." : "None of the \(total) dead letters matches.",
      next: next, isFirst: start == 0,
      json: JSONTree.list(
        "deadLetters", shown.map(json), next: next.map { WebAddress(.deadLetters, $0.query) }
      ).bytes)
    var before: [HTMLNode] = []
    if let work { before.append(Parts.notice(work.sentence)) }
    if !codes.isEmpty { before.append(groups(codes)) }
    page.content = before + page.content
    page.isWaiting = work?.isRunning ?? false
    return page
  }

  private static func groups(_ codes: [(code: String, count: Int)]) -> HTMLNode {
    Parts.table(
      "Dead letters by error code", [.init("Code"), .init("Count", isNumber: true)],
      codes.map { code, count in
        var filter = DeadLetterFilter()
        filter.code = code.isEmpty ? nil : code
        let name = code.isEmpty ? "none: moved by the broker" : code
        return [
          code.isEmpty
            ? .text(name) : Parts.link(name, WebAddress(.deadLetters, filter.query)),
          .text("\(count)"),
        ]
      })
  }

  private static func list(
    _ letters: [DeadLetterEntry], _ filter: DeadLetterFilter, count: Int, mayAct: Bool
  ) -> HTMLNode {
    var columns: [Parts.Column] = [
      .init("Request"), .init("Source"), .init("Type"), .init("Code, and what happened"),
      .init("Queue"), .init("Dead since"),
    ]
    if mayAct { columns.append(.init("Choose")) }
    let table = Parts.table(
      "Dead letters, the oldest first", columns, letters.map { row($0, mayAct: mayAct) })
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

  private static func row(_ letter: DeadLetterEntry, mayAct: Bool) -> [HTMLNode] {
    let name = letter.identifier.isEmpty ? "without identifier" : letter.identifier
    var cells: [HTMLNode] = [
      Parts.link(name, WebAddress(.deadLetter(fingerprint: letter.fingerprint))),
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

  /// What will be done, before it is: how many, and which.
  package static func confirmation(
    _ action: WebRoute.DeadAction, _ letters: [DeadLetterEntry], _ filter: DeadLetterFilter,
    isAll: Bool
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
    let shown = letters.prefix(length).map { Array(row($0, mayAct: false)) }
    let more: HTMLNode =
      letters.count > shown.count
      ? Parts.paragraph("The first \(shown.count) of them:") : .nothing
    return WebPage(
      title, section: .deadLetters,
      [
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

extension DeadLetterFilter {
  /// How many letters come before the page.
  fileprivate var start: Int { max(0, after.flatMap { Int($0.parts[0]) } ?? 0) }
}
