internal import Billing
internal import CivilTime
internal import JSON
internal import Monetary

/// Invoices that a preview shows: no invoices, so not in the invoices' tables; each a text, by the columns of those.
extension StoreTransaction {
  /// Stores the first ones of a run, chunk by chunk, no more than are shown.
  borrowing func write(_ samples: [Invoice], of chunk: RunChunk) throws(StoreError) {
    guard !samples.isEmpty else { return }
    let before = try database.first(
      """
      SELECT count(*) FROM invoice_run_sample
      WHERE run_id = \(chunk.runId) AND chunk_no < \(chunk.number)
      """
    ) { row throws(StoreError) in try row.int() }
    var rows = RowBuffer()
    for (position, invoice) in zip(
      1..., samples.prefix(max(0, RunChunkPlan.mostSamples - (before ?? 0))))
    {
      rows.append(chunk.runId)
      rows.append(chunk.number)
      rows.append(position)
      rows.append(try invoice.sampleText)
    }
    try database.write(.insert(RunSample.table), rows)
  }
}

extension Database {
  func runSamples(of id: InvoiceRun.ID) throws(StoreError) -> [Invoice] {
    try rows(
      """
      SELECT invoice FROM invoice_run_sample WHERE run_id = \(id)
      ORDER BY chunk_no, position LIMIT \(RunChunkPlan.mostSamples)
      """
    ) { row throws(StoreError) in
      guard let invoice = try Invoice(sampleText: try row.text()) else {
        throw row.unreadable("sample")
      }
      return invoice
    }
  }
}

enum RunSample {
  static let table = Table(
    "invoice_run_sample", key: ["run_id", "chunk_no", "position"],
    [
      Column("run_id", .identifier), Column("chunk_no", .integer), Column("position", .integer),
      Column("invoice", .text),
    ])
}

extension Invoice {
  /// `{"head": […], "instalments": [[…]], "lines": [{"line": […], "taxes": [[…]]}]}`, each list the values of a table's columns.
  fileprivate var sampleText: String {
    get throws(StoreError) {
      var writer = JSONWriter()
      writer.beginObject()
      writer.key("head")
      try writer.row { rows in encodeHead(into: &rows) }
      writer.key("instalments")
      writer.beginArray()
      for instalment in instalments {
        try writer.row { rows in
          rows.append(instalment.dueDate)
          rows.append(instalment.amount)
        }
      }
      writer.endArray()
      writer.key("lines")
      writer.beginArray()
      for (position, line) in zip(1..., lines) {
        writer.beginObject()
        writer.key("line")
        try writer.row { rows in
          line.encode(into: &rows, invoiceId: id, position: position, isLive: status.isLive)
        }
        writer.key("taxes")
        writer.beginArray()
        for tax in line.taxes { try writer.row { rows in tax.encodeContents(into: &rows) } }
        writer.endArray()
        writer.endObject()
      }
      writer.endArray()
      writer.endObject()
      return String(decoding: writer.bytes, as: UTF8.self)
    }
  }

  /// nil when the text is none that this program writes.
  fileprivate init?(sampleText: String) throws(StoreError) {
    guard let document = try? JSONDocument(reading: Array(sampleText.utf8)),
      case .object(let object) = document.root, let head = object["head"]?.row,
      case .array(let instalments)? = object["instalments"],
      case .array(let lines)? = object["lines"]
    else { return nil }
    var decoder = RowDecoder(head)
    var invoice = try Invoice(headFrom: &decoder)
    let currency = invoice.currency
    for instalment in instalments {
      guard let row = instalment.row else { return nil }
      var decoder = RowDecoder(row)
      invoice.instalments.append(try Instalment(afterKeyFrom: &decoder, currency: currency))
    }
    for item in lines {
      guard case .object(let item) = item, let row = item["line"]?.row,
        case .array(let taxes)? = item["taxes"]
      else { return nil }
      var decoder = RowDecoder(row)
      _ = try decoder.text()
      _ = try decoder.int()
      var line = try InvoiceLine(afterKeyFrom: &decoder, currency: currency)
      for tax in taxes {
        guard let row = tax.row else { return nil }
        var decoder = RowDecoder(row)
        line.taxes.append(try InvoiceLineTax(afterKeyFrom: &decoder, currency: currency))
      }
      invoice.lines.append(line)
    }
    self = invoice
  }
}

extension JSONWriter {
  fileprivate mutating func row(_ encode: (inout RowBuffer) -> Void) throws(StoreError) {
    var rows = RowBuffer()
    encode(&rows)
    beginArray()
    for value in rows.values { try self.value(value) }
    endArray()
  }

  private mutating func value(_ value: SQLValue) throws(StoreError) {
    switch value {
    case .null: null()
    case .integer(let number): integer(number)
    case .boolean(let flag): bool(flag)
    case .text(let text): string(text)
    case .date(let date): string(date.description)
    case .instant(let instant): integer(instant.microsecondsSince1970)
    case .decimal(let digits): number(digits)
    case .bytes, .texts, .integers:
      throw StoreError(.fault, "a sample of a preview holds no bytes and no sets")
    }
  }
}

extension JSONValue {
  fileprivate var row: SampleRow? {
    guard case .array(let values) = self else { return nil }
    return SampleRow(values: Array(values))
  }
}

/// A list of values read as a row.
private final class SampleRow: DatabaseRow {
  private let values: [JSONValue]

  init(values: [JSONValue]) { self.values = values }

  private func value(at index: Int) throws(StoreError) -> JSONValue {
    guard values.indices.contains(index) else { throw unreadable(index) }
    return values[index]
  }

  private func unreadable(_ index: Int) -> StoreError {
    StoreError(.fault, "value \(index) of a preview's sample is of another kind")
  }

  private func digits(at index: Int) throws(StoreError) -> String {
    guard case .number(let digits) = try value(at: index) else { throw unreadable(index) }
    return digits
  }

  func isNull(at index: Int) throws(StoreError) -> Bool {
    if case .null = try value(at: index) { true } else { false }
  }

  func integer(at index: Int) throws(StoreError) -> Int64 {
    guard let number = Int64(try digits(at: index)) else { throw unreadable(index) }
    return number
  }

  func boolean(at index: Int) throws(StoreError) -> Bool {
    guard case .bool(let flag) = try value(at: index) else { throw unreadable(index) }
    return flag
  }

  func text(at index: Int) throws(StoreError) -> String {
    guard case .string(let text) = try value(at: index) else { throw unreadable(index) }
    return text
  }

  func bytes(at index: Int) throws(StoreError) -> [UInt8] { throw unreadable(index) }

  func date(at index: Int) throws(StoreError) -> CivilDate {
    guard let date = CivilDate(iso8601: try text(at: index)) else { throw unreadable(index) }
    return date
  }

  func instant(at index: Int) throws(StoreError) -> UTCInstant {
    UTCInstant(microsecondsSince1970: try integer(at: index))
  }

  func decimal(at index: Int) throws(StoreError) -> ExactDecimal {
    guard let number = ExactDecimal(wire: try digits(at: index)) else { throw unreadable(index) }
    return number
  }
}
