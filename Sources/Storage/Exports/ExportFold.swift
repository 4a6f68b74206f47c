internal import Billing
internal import Monetary

/// Puts the rows of an export together from those that are read.
struct ExportFold {
  private let table: ExportTable
  private let emit: ([ExportValue]) -> Void
  private var document: ExportedDocument?
  /// Of the line or the document that is open.
  private var values: [ExportValue] = []
  private var line = 0
  /// Of the line that is open, in minor units.
  private var lineTax: Int128 = 0
  private var taxes: [(tax: TaxKey, sums: TaxSums)] = []
  private var places: [TaxKey: Int] = [:]

  init(_ table: ExportTable, emit: @escaping ([ExportValue]) -> Void) {
    self.table = table
    self.emit = emit
  }

  mutating func take(_ found: any DatabaseRow) throws(StoreError) {
    var row = RowDecoder(found)
    _ = try row.date()
    let document = try ExportedDocument(from: &row)
    switch table {
    case .invoices: emit(try values(from: &row, of: document))
    case .lines: try takeLine(&row, of: document)
    case .taxes: try takeTax(&row, of: document)
    }
  }

  /// Ends the last line or document.
  mutating func end() throws(StoreError) {
    guard let document else { return }
    self.document = nil
    switch table {
    case .invoices: break
    case .lines: emit(values + [try amount(lineTax, of: document)])
    case .taxes:
      for (tax, sums) in taxes {
        emit(
          values + tax.values + [
            try amount(sums.taxable, of: document), try amount(sums.tax, of: document),
          ])
      }
      taxes.removeAll(keepingCapacity: true)
      places.removeAll(keepingCapacity: true)
    }
  }

  private func values(
    from row: inout RowDecoder, of document: ExportedDocument
  ) throws(StoreError) -> [ExportValue] {
    var values: [ExportValue] = []
    values.reserveCapacity(table.columnNames.count)
    for column in table.columns { values.append(try column.value(from: &row, of: document)) }
    return values
  }

  private mutating func takeLine(
    _ row: inout RowDecoder, of document: ExportedDocument
  ) throws(StoreError) {
    let part = try ExportedTax(from: &row, document.currency)
    if self.document != document || line != part.line {
      try end()
      self.document = document
      line = part.line
      lineTax = 0
      values = try values(from: &row, of: document)
    }
    lineTax += part.tax
  }

  private mutating func takeTax(
    _ row: inout RowDecoder, of document: ExportedDocument
  ) throws(StoreError) {
    let part = try ExportedTax(from: &row, document.currency)
    if self.document != document {
      try end()
      self.document = document
      values = try values(from: &row, of: document)
    }
    let place = places[part.key] ?? taxes.count
    if place == taxes.count {
      places[part.key] = place
      taxes.append((part.key, TaxSums()))
    }
    taxes[place].sums.taxable += part.taxable
    taxes[place].sums.tax += part.tax
  }

  private func amount(
    _ units: Int128, of document: ExportedDocument
  ) throws(StoreError) -> ExportValue {
    do throws(MonetaryError) {
      let amount = try Money(minorUnits: units, currency: document.currency)
      return .decimal((document.isCredit ? amount.negated : amount).decimalText)
    } catch {
      throw StoreError(.fault, "the taxes of \(document.id) are beyond an amount")
    }
  }
}

/// By what the taxes of a document are summed up; nothing: its lines without one.
private struct TaxKey: Hashable {
  var name: String?
  var code: String?
  var category: String?
  var rate: ExactDecimal?

  var values: [ExportValue] {
    let texts = [name, code, category].map { text in
      text.map { ExportValue.text($0) } ?? .none
    }
    return texts + [rate.map { .decimal($0.description) } ?? .none]
  }
}

/// In minor units, as they stand on the document.
private struct TaxSums {
  var taxable: Int128 = 0
  var tax: Int128 = 0
}

/// A tax of a line, or a line without one.
private struct ExportedTax {
  let line: Int
  let taxable: Int128
  var tax: Int128 = 0
  var key = TaxKey()

  init(from row: inout RowDecoder, _ currency: Currency) throws(StoreError) {
    line = try row.int()
    let position = try row.optionalInt()
    taxable = try row.money(currency).minorUnits
    key.name = try row.optionalText()
    key.code = try row.optionalText()
    key.category = try row.optionalText()
    key.rate = try row.optionalDecimal()
    if let amount = try row.optionalMoney(currency) { tax = amount.minorUnits }
    guard position == nil || key.code != nil else { throw row.unreadable("tax") }
  }
}
