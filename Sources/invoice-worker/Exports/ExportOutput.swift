import JSON
import Storage

/// Writes the rows of an export as they come, some thousand at once.
final class ExportOutput {
  private let columns: [String]
  private let format: ExportFormat
  private let write: ([UInt8]) -> Void
  private var bytes: [UInt8] = []

  static let bytesAtOnce = 64 * 1_024

  /// `write` is handed whole lines.
  init(_ columns: [String], _ format: ExportFormat, write: @escaping ([UInt8]) -> Void) {
    self.columns = columns
    self.format = format
    self.write = write
    if format == .csv { CSVLine.append(columns.map { .text($0) }, to: &bytes) }
  }

  /// Writes a row: a value for each column.
  func add(_ values: [ExportValue]) {
    switch format {
    case .csv: CSVLine.append(values.map(\.cell), to: &bytes)
    case .ndjson:
      var writer = JSONWriter()
      writer.beginObject()
      for (column, value) in zip(columns, values) {
        writer.key(column)
        value.write(to: &writer)
      }
      writer.endObject()
      bytes += writer.bytes
      bytes.append(UInt8(ascii: "\n"))
    }
    if bytes.count >= Self.bytesAtOnce { flush() }
  }

  /// Writes what was not written yet.
  func flush() {
    guard !bytes.isEmpty else { return }
    write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}

extension ExportValue {
  fileprivate var cell: CSVLine.Cell {
    switch self {
    case .none: .text("")
    case .text(let text): .text(text)
    case .decimal(let number): .number(number)
    case .integer(let number): .number("\(number)")
    }
  }

  /// Decimals as texts, as in every JSON of the program: what reads numbers as binary fractions would change them.
  fileprivate func write(to writer: inout JSONWriter) {
    switch self {
    case .none: writer.null()
    case .text(let text): writer.string(text)
    case .decimal(let number): writer.string(number)
    case .integer(let number): writer.integer(number)
    }
  }
}
