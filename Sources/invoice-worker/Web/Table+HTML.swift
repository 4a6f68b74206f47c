import Web

/// The tables of the command line as parts of a page: both say the same.
extension Table {
  /// `caption`: what the table is of. `link`: where a cell leads, by its column's title and its text; nil: nowhere.
  func html(
    _ caption: String, link: (_ column: String, _ text: String) -> WebAddress? = { _, _ in nil }
  ) -> HTMLNode {
    isWithoutHeading ? values(link) : listed(caption, link)
  }

  /// Names and values of one record.
  private func values(_ link: (String, String) -> WebAddress?) -> HTMLNode {
    var facts: [(String, HTMLNode?)] = []
    for case .cells(let cells) in rows where cells.count == 2 {
      facts.append((cells[0], Self.cell(cells[1], link(cells[0], cells[1]))))
    }
    return Parts.facts(facts)
  }

  private func listed(
    _ caption: String, _ link: (String, String) -> WebAddress?
  ) -> HTMLNode {
    var found: [[HTMLNode]] = []
    for row in rows {
      switch row {
      case .cells(let cells):
        found.append(
          zip(columns, cells).map { column, text in
            Self.cell(text, link(column.title, text))
          })
      case .note(let text, let under):
        // What is said of a row stands in it, in the column that it is about.
        guard var last = found.popLast(), last.indices.contains(under) else { continue }
        last[under] = .group([last[under], .tag("div", text)])
        found.append(last)
      }
    }
    return Parts.table(
      caption, columns.map { Parts.Column($0.title, isNumber: $0.isNumber) }, found)
  }

  private static func cell(_ text: String, _ address: WebAddress?) -> HTMLNode {
    guard let address, !text.isEmpty else { return .text(text) }
    return Parts.link(text, address)
  }
}
