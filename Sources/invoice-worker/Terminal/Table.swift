import Worker

/// Rows under a heading, in columns as wide as what they hold, or as the terminal lets them be.
struct Table {
  struct Column {
    let title: String
    let isNumber: Bool
    /// Which columns go first where the terminal is too narrow: the highest; 0 stays.
    let dispensability: Int
    /// Whether its texts go on in the next line where there is no room beside the other columns.
    let wraps: Bool

    init(_ title: String, isNumber: Bool = false, drop: Int = 0, wraps: Bool = false) {
      self.title = title
      self.isNumber = isNumber
      dispensability = drop
      self.wraps = wraps
    }
  }

  enum Row {
    case cells([String])
    /// A separate text under a row, from the left edge of this column on.
    case note(String, under: Int)
  }

  let columns: [Column]
  private(set) var rows: [Row] = []
  /// Whether the first row is all the heading there is.
  var isWithoutHeading = false

  init(_ columns: [Column]) { self.columns = columns }

  /// Names and values of one record, the record's own name first; long values are wrapped.
  static func ofValues(_ kind: String, _ name: String) -> Table {
    var table = Table([.init(""), .init("", wraps: true)])
    table.isWithoutHeading = true
    table.append([kind, name])
    return table
  }

  /// Appends names and values of a record, without those that it does not have.
  mutating func append(values: KeyValuePairs<String, String?>) {
    for (name, value) in values {
      if let value, !value.isEmpty { append([name, value]) }
    }
  }

  /// `row`: one text for each column; control characters are shown as escapes.
  mutating func append(_ row: [String]) {
    rows.append(.cells(row.map { PrintableText.escaping($0) }))
  }

  /// Says more of the row before, under the column of this index.
  mutating func append(note: String, under column: Int) {
    rows.append(.note(PrintableText.escaping(note), under: column))
  }

  /// As wide as it wants to be: for files and pipes.
  var text: String { text(width: nil) }

  /// `width`: of the terminal, in columns; nil where there is none.
  func text(width: Int?) -> String { TableLayout(self, width: width).text }
}
