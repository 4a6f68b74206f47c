/// What pages are made of.
package enum Parts {
  package struct Column: Sendable {
    let title: String
    let isNumber: Bool

    package init(_ title: String, isNumber: Bool = false) {
      self.title = title
      self.isNumber = isNumber
    }
  }

  package static func link(_ text: String, _ address: WebAddress) -> HTMLNode {
    .tag("a", [HTMLAttribute("href", to: address)], text)
  }

  package static func paragraph(_ text: String) -> HTMLNode { .tag("p", text) }

  package static func heading(_ text: String) -> HTMLNode { .tag("h2", text) }

  /// A state in words; colours only repeat it.
  package static func state(_ text: String, _ tone: Tone = .plain) -> HTMLNode {
    .tag("span", [HTMLAttribute("class", "state \(tone.rawValue)")], text)
  }

  package enum Tone: String, Sendable {
    case plain, good, bad, warn
  }

  /// A sentence that a reader must not miss.
  package static func notice(_ text: String, _ tone: Tone = .warn) -> HTMLNode {
    .tag("p", [HTMLAttribute("class", "notice \(tone.rawValue)")], text)
  }

  /// Cells of a row, the first of which names it. On a narrow screen the table moves sideways by itself, by keyboard too.
  package static func table(
    _ caption: String, _ columns: [Column], _ rows: [[HTMLNode]]
  ) -> HTMLNode {
    let head = columns.map { column -> HTMLNode in
      .tag("th", [HTMLAttribute("scope", "col")] + column.kind, column.title)
    }
    let body = rows.map { row -> HTMLNode in
      var cells: [HTMLNode] = []
      for (column, cell) in zip(columns, row) {
        cells.append(
          cells.isEmpty
            ? .tag("th", [HTMLAttribute("scope", "row")] + column.kind, [cell])
            : .tag("td", column.kind, [cell]))
      }
      return .tag("tr", cells)
    }
    let parts: [HTMLNode] = [
      .tag("caption", caption), .tag("thead", [.tag("tr", head)]), .tag("tbody", body),
    ]
    return scrolling(caption, .tag("table", parts))
  }

  /// A part that may be wider than the screen.
  package static func scrolling(_ label: String, _ content: HTMLNode) -> HTMLNode {
    .tag(
      "div",
      [
        HTMLAttribute("class", "wide"), HTMLAttribute("role", "region"),
        HTMLAttribute("aria-label", label), HTMLAttribute("tabindex", "0"),
      ], [content])
  }

  /// Names and values, without those that there are not.
  package static func facts(_ facts: [(String, HTMLNode?)]) -> HTMLNode {
    var parts: [HTMLNode] = []
    for (name, value) in facts {
      guard let value else { continue }
      parts.append(.tag("dt", name))
      parts.append(.tag("dd", [value]))
    }
    return .tag("dl", parts)
  }

  package static func text(_ text: String?) -> HTMLNode? {
    guard let text, !text.isEmpty else { return nil }
    return .text(text)
  }

  /// Text that is folded away until somebody wants it, line by line as it is.
  package static func folded(_ summary: String, _ text: String) -> HTMLNode {
    .tag(
      "details", [.tag("summary", summary), scrolling(summary, .tag("pre", text))])
  }

  /// A command that does the same, to be copied: its words, and what it is about.
  package static func command(_ words: [String], operand: String) -> HTMLNode {
    .tag(
      "p", [HTMLAttribute("class", "command")],
      [.tag("code", ShellText.line(["invoice-worker"] + words, operand: operand))])
  }

  /// A field of a filter.
  package enum Field {
    case text(name: String, label: String, value: String?)
    case day(name: String, label: String, value: String?)
    case choice(name: String, label: String, values: [String], value: String?)
    /// What stays as it is.
    case hidden(name: String, value: String)
  }

  /// The filter of a list. What it asks for stands in the address.
  package static func filter(_ route: WebRoute, _ fields: [Field]) -> HTMLNode {
    .tag(
      "form",
      [
        HTMLAttribute("method", "get"), HTMLAttribute("action", to: WebAddress(route)),
        HTMLAttribute("class", "filter"), HTMLAttribute("role", "search"),
        HTMLAttribute("aria-label", "Filter"),
      ],
      fields.map(field) + [
        .tag("button", [HTMLAttribute("type", "submit")], "Filter"),
        link("Show all", WebAddress(route)),
      ])
  }

  private static func field(_ field: Field) -> HTMLNode {
    switch field {
    case .text(let name, let label, let value): input(name, label, "text", value)
    case .day(let name, let label, let value): input(name, label, "date", value)
    case .choice(let name, let label, let values, let value):
      labelled(label, select(name, values, value))
    case .hidden(let name, let value): hidden(name, value)
    }
  }

  private static func select(_ name: String, _ values: [String], _ value: String?) -> HTMLNode {
    var options: [HTMLNode] = [.tag("option", [HTMLAttribute("value", "")], "any")]
    for choice in values {
      var attributes = [HTMLAttribute("value", choice)]
      if choice == value { attributes.append(HTMLAttribute("selected")) }
      options.append(.tag("option", attributes, choice))
    }
    return .tag("select", [HTMLAttribute("name", name)], options)
  }

  package static func input(
    _ name: String, _ label: String, _ type: String, _ value: String?,
    _ more: [HTMLAttribute] = []
  ) -> HTMLNode {
    labelled(
      label,
      .void(
        "input",
        [
          HTMLAttribute("name", name), HTMLAttribute("type", type),
          HTMLAttribute("value", value ?? ""),
        ] + more))
  }

  package static func labelled(_ label: String, _ control: HTMLNode) -> HTMLNode {
    .tag("label", [.tag("span", label), control])
  }

  /// A value that a form sends and nobody edits.
  package static func hidden(_ name: String, _ value: String) -> HTMLNode {
    .void(
      "input",
      [
        HTMLAttribute("type", "hidden"), HTMLAttribute("name", name), HTMLAttribute("value", value),
      ])
  }

  /// A form that changes something; its answer is a page.
  package static func form(
    _ address: WebAddress, _ label: String, _ content: [HTMLNode]
  ) -> HTMLNode {
    .tag(
      "form",
      [
        HTMLAttribute("method", "post"), HTMLAttribute("action", to: address),
        HTMLAttribute("aria-label", label),
      ], content)
  }

  package static func button(_ text: String, isDangerous: Bool = false) -> HTMLNode {
    .tag(
      "button",
      [HTMLAttribute("type", "submit")] + (isDangerous ? [HTMLAttribute("class", "danger")] : []),
      text)
  }

  /// What leads on from one page of a list.
  package static func pager(first: WebAddress?, next: WebAddress?) -> HTMLNode {
    let links =
      (first.map { [link("First page", $0)] } ?? [])
      + (next.map {
        [.tag("a", [HTMLAttribute("href", to: $0), HTMLAttribute("rel", "next")], "Next page")]
      } ?? [])
    guard !links.isEmpty else { return .nothing }
    return .tag(
      "nav", [HTMLAttribute("aria-label", "Pages of the list"), HTMLAttribute("class", "pager")],
      links)
  }

  /// A line of the last measures, oldest first, for the eye: the numbers stand beside it.
  package static func sparkline(_ values: [Int], _ label: String) -> HTMLNode {
    let most = max(1, values.max() ?? 0)
    let step = values.count > 1 ? 120.0 / Double(values.count - 1) : 0
    let points = values.enumerated().map { index, value in
      let x = Double(index) * step
      let y = 23.0 - 22.0 * Double(value) / Double(most)
      return "\(tenths(x)),\(tenths(y))"
    }
    return .tag(
      "svg",
      [
        HTMLAttribute("class", "spark"), HTMLAttribute("viewBox", "0 0 120 24"),
        HTMLAttribute("role", "img"), HTMLAttribute("aria-label", label),
      ],
      [.void("polyline", [HTMLAttribute("points", points.joined(separator: " "))])])
  }

  /// With one decimal.
  static func tenths(_ number: Double) -> String { "\((number * 10).rounded() / 10)" }
}

extension Parts.Column {
  fileprivate var kind: [HTMLAttribute] { isNumber ? [HTMLAttribute("class", "number")] : [] }
}
