/// How a table fits into a terminal. Pure.
///
/// Where its columns have no room side by side, texts are wrapped in the columns that allow it, then columns are left
/// out by their ``Table/Column/dispensability``, then every text is wrapped; and where even that does not help, each row
/// becomes a list of its values. Identifiers and codes stay in one piece: columns are wrapped between words only.
struct TableLayout {
  private let table: Table
  private let width: Int?
  private let natural: [Int]
  /// The longest word of each column, its title's too.
  private let longestWords: [Int]

  private static let gap = 2
  /// A wrapped column is no narrower, unless its texts are.
  private static let leastWrapped = 20
  /// Words up to this are never broken while there are columns: a UUID has 36 characters. A longer one is broken where
  /// it has to be.
  private static let wholeWord = 36
  /// The same when nothing else helps.
  private static let leastSqueezed = 12

  init(_ table: Table, width: Int?) {
    self.table = table
    self.width = width
    var natural = table.columns.map { TerminalText.width(of: $0.title) }
    var longestWords = natural
    for case .cells(let cells) in table.rows {
      for index in table.columns.indices {
        natural[index] = max(natural[index], TerminalText.width(of: cells[index]))
        for word in cells[index].split(separator: " ") {
          longestWords[index] = max(longestWords[index], TerminalText.width(of: String(word)))
        }
      }
    }
    self.natural = natural
    self.longestWords = longestWords
  }

  var text: String {
    guard let width else { return rendered(Array(table.columns.indices), natural) }
    var kept = Array(table.columns.indices)
    while true {
      let wrapping = kept.filter { table.columns[$0].wraps }
      if let widths = fit(kept, wrapping: wrapping, least: Self.leastWrapped, into: width) {
        return rendered(kept, widths)
      }
      guard
        let next = kept.filter({ table.columns[$0].dispensability > 0 })
          .max(by: { table.columns[$0].dispensability < table.columns[$1].dispensability })
      else { break }
      kept.removeAll { $0 == next }
    }
    let texts = kept.filter { !table.columns[$0].isNumber }
    if let widths = fit(kept, wrapping: texts, least: Self.leastSqueezed, into: width) {
      return rendered(kept, widths)
    }
    return list(width)
  }

  /// The width of every column of the table; nil when the kept ones have no room.
  private func fit(
    _ kept: [Int], wrapping: [Int], least: Int, into width: Int
  ) -> [Int]? {
    var widths = natural
    let gaps = Self.gap * (kept.count - 1)
    let excess = kept.reduce(gaps) { $0 + natural[$1] } - width
    guard excess > 0 else { return widths }
    let narrowest = wrapping.map { index in
      min(natural[index], max(least, min(longestWords[index], Self.wholeWord)))
    }
    guard zip(wrapping, narrowest).reduce(0, { $0 + natural[$1.0] - $1.1 }) >= excess else {
      return nil
    }
    // The widest gives first, so that one long text does not break the short ones.
    for _ in 0..<excess {
      guard
        let place = wrapping.indices.filter({ widths[wrapping[$0]] > narrowest[$0] })
          .max(by: { widths[wrapping[$0]] < widths[wrapping[$1]] })
      else { return nil }
      widths[wrapping[place]] -= 1
    }
    return widths
  }

  private func rendered(_ kept: [Int], _ widths: [Int]) -> String {
    var text = table.isWithoutHeading ? "" : lines(of: table.columns.map(\.title), kept, widths)
    for row in table.rows {
      switch row {
      case .cells(let cells): text += lines(of: cells, kept, widths)
      case .note(let note, let column):
        let indent = kept.prefix { $0 < column }.reduce(0) { $0 + widths[$1] + Self.gap }
        // Also where the columns before it are left out it must not look like a row.
        text += Self.indented(note, by: max(Self.gap, indent), width: width)
      }
    }
    return text
  }

  /// One row: as many lines as its most wrapped cell has.
  private func lines(of cells: [String], _ kept: [Int], _ widths: [Int]) -> String {
    let wrapped = kept.map { TerminalText.wrapped(cells[$0], to: widths[$0]) }
    let height = wrapped.map(\.count).max() ?? 0
    var text = ""
    for line in 0..<height {
      var shown = ""
      for (place, index) in kept.enumerated() {
        let cell = line < wrapped[place].count ? wrapped[place][line] : ""
        let padding = String(
          repeating: " ", count: max(0, widths[index] - TerminalText.width(of: cell)))
        shown += table.columns[index].isNumber ? padding + cell : cell + padding
        if place + 1 < kept.count { shown += String(repeating: " ", count: Self.gap) }
      }
      text += TerminalText.withoutTrailingSpace(shown) + "\n"
    }
    return text
  }

  /// Each row as lines `Title: value`, for a terminal that is too narrow for columns.
  private func list(_ width: Int) -> String {
    var text = ""
    for row in table.rows {
      switch row {
      case .cells(let cells):
        if !text.isEmpty { text += "\n" }
        for (column, cell) in zip(table.columns, cells) where !cell.isEmpty {
          let label = column.title.isEmpty ? "" : "\(column.title): "
          text += Self.indented(label + cell, by: 0, width: width, hanging: 2)
        }
      case .note(let note, _): text += Self.indented(note, by: 2, width: width)
      }
    }
    return text
  }

  /// Wrapped lines, each indented by this many spaces; those after the first by `hanging` more.
  static func indented(
    _ text: String, by indent: Int, width: Int?, hanging: Int = 0
  ) -> String {
    let margin = String(repeating: " ", count: indent)
    guard let width else { return margin + text + "\n" }
    let room = max(4, width - indent)
    var lines = TerminalText.wrapped(text, to: room)
    if hanging > 0, lines.count > 1 {
      lines = TerminalText.wrapped(text, to: max(1, room - hanging))
    }
    return lines.enumerated().map { place, line in
      margin + (place == 0 ? "" : String(repeating: " ", count: hanging)) + line + "\n"
    }.joined()
  }
}
