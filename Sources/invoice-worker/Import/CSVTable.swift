import JSON

/// The heading of a CSV file of records of one type: makes each row the record that a line of NDJSON would be. Pure.
///
/// A column is named after a member, `billingAddress.city` after a member of a member. An empty field is a member that is
/// left out. Numbers and identifiers travel as texts; what must be a whole number or true or false, and lists, travel as
/// JSON.
package struct CSVTable: Hashable, Sendable {
  private let columns: [String]
  let separator: Character
  /// The type of every record; nil where a column says it.
  private let type: String?

  /// Members that the worker takes as JSON numbers only.
  static let wholeNumbers: Set<String> = [
    "billingTerm", "billDayOfMonth", "days", "startValue", "minimumDigits", "revision",
  ]

  package struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
  }

  /// `type`: what the records are, when the file does not say it.
  package init(heading: String, type: String?) throws(Problem) {
    separator = CSVRecord.separator(of: heading)
    guard
      let columns = CSVRecord.fields(of: heading, separator: separator)?.map({ name in
        String(name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      }), columns.contains("id")
    else {
      throw Problem(description: "the first line must name the columns, id among them")
    }
    if let name = columns.first(where: { name in columns.count { $0 == name } > 1 }) {
      throw Problem(description: "the column \"\(name)\" is named twice")
    }
    guard type != nil || columns.contains("type") else {
      throw Problem(
        description:
          "what the records are is not said: give --type, as in --type Account, or a column type")
    }
    self.columns = columns
    self.type = columns.contains("type") ? nil : type
  }

  /// The record as a line of NDJSON, without the line feed.
  package func record(of row: String) throws(Problem) -> [UInt8] {
    guard let fields = CSVRecord.fields(of: row, separator: separator) else {
      throw Problem(
        description:
          "a quotation mark is out of place; write a field that holds one in quotation marks, and it twice"
      )
    }
    guard fields.count <= columns.count else {
      throw Problem(
        description:
          "there are \(fields.count) fields for \(columns.count) columns; put a field that holds a \(separator == "\t" ? "tab" : "\"\(separator)\"") into quotation marks"
      )
    }
    var record = JSONTree.object([])
    do throws(UsageError) {
      if let type { try record.apply(setting: "type=\(type)") }
      for (column, field) in zip(columns, fields) where !field.isEmpty && !column.isEmpty {
        let isNumber = Self.wholeNumbers.contains(column) && Int64(field) != nil
        try record.apply(setting: "\(column)\(isNumber ? ":" : "")=\(field)")
      }
    } catch {
      throw Problem(description: "the columns do not make a record: \(error)")
    }
    return record.bytes
  }
}
