internal import Billing
internal import CivilTime
internal import JSON
internal import Monetary

/// What is committed, as one column: written with its transaction, read when it is sent, never searched.
extension TaxedDocument {
  static let table = Table(
    "tax_document", key: ["document_id"],
    [
      Column("document_id", .identifier), Column("created_at", .instant),
      Column("content", .text),
    ])

  var storedText: String {
    var writer = JSONWriter(reservingCapacity: 256 + 192 * document.lines.count)
    writer.beginObject()
    writer.key(plain: "date")
    writer.string(document.date.description)
    writer.key(plain: "exempt")
    writer.bool(document.isExempt)
    writer.key(plain: "shipTo")
    writer.address(document.shipTo)
    writer.key(plain: "lines")
    writer.beginArray()
    for line in document.lines { writer.line(line, quote.lines[line.id] ?? []) }
    writer.endArray()
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// nil when the text is none that this program writes.
  static func stored(_ text: String, of id: TaxTransaction.ID, _ currency: Currency)
    -> TaxedDocument?
  {
    guard let root = try? JSONDocument(reading: Array(text.utf8)).root,
      case .object(let object) = root,
      let date = object.text("date").flatMap({ CivilDate(iso8601: $0) }),
      case .bool(let isExempt)? = object["exempt"], case .object(let place)? = object["shipTo"],
      let shipTo = Address(storedTax: place), case .array(let items)? = object["lines"]
    else { return nil }
    var lines: [TaxDocument.Line] = []
    var taxes: [String: [InvoiceLineTax]] = [:]
    for item in items {
      guard case .object(let item) = item,
        let (line, taxesOfLine) = TaxDocument.Line.stored(item, currency)
      else { return nil }
      lines.append(line)
      taxes[line.id] = taxesOfLine
    }
    let document = TaxDocument(
      documentId: id.text, kind: .final, currency: currency, date: date, isExempt: isExempt,
      shipTo: shipTo, lines: lines)
    return try? TaxedDocument(document, TaxQuote(lines: taxes))
  }
}

extension JSONWriter {
  fileprivate mutating func line(_ line: TaxDocument.Line, _ taxes: [InvoiceLineTax]) {
    beginObject()
    member("id", line.id)
    member("amount", line.amount.decimalText)
    member("taxCode", line.taxCode)
    member("category", line.category)
    if let own = line.address {
      key(plain: "address")
      address(own)
    }
    key(plain: "taxes")
    beginArray()
    for tax in taxes {
      beginObject()
      member("name", tax.name)
      member("code", tax.code)
      member("category", tax.category)
      member("rate", tax.rate.description)
      member("amount", tax.amount.decimalText)
      endObject()
    }
    endArray()
    endObject()
  }

  fileprivate mutating func address(_ address: Address) {
    beginObject()
    member("street", address.street)
    member("city", address.city)
    member("postalCode", address.postalCode)
    member("state", address.state)
    member("country", address.country)
    endObject()
  }
}

extension TaxDocument.Line {
  fileprivate static func stored(
    _ object: JSONObject, _ currency: Currency
  ) -> (TaxDocument.Line, [InvoiceLineTax])? {
    guard let id = object.text("id"), let amount = object.amount("amount", currency),
      case .array(let items)? = object["taxes"]
    else { return nil }
    var taxes: [InvoiceLineTax] = []
    for item in items {
      guard case .object(let item) = item, let tax = InvoiceLineTax.stored(item, currency)
      else { return nil }
      taxes.append(tax)
    }
    var address: Address?
    if case .object(let place)? = object["address"] {
      guard let known = Address(storedTax: place) else { return nil }
      address = known
    }
    let line = TaxDocument.Line(
      id: id, amount: amount, taxCode: object.text("taxCode"), category: object.text("category"),
      address: address)
    return (line, taxes)
  }
}

extension InvoiceLineTax {
  fileprivate static func stored(
    _ object: JSONObject, _ currency: Currency
  ) -> InvoiceLineTax? {
    guard let name = object.text("name"), let code = object.text("code"),
      let category = object.text("category"), let rate = object.decimal("rate"),
      let amount = object.amount("amount", currency)
    else { return nil }
    return InvoiceLineTax(name: name, code: code, category: category, rate: rate, amount: amount)
  }
}

extension Address {
  fileprivate init?(storedTax object: JSONObject) {
    guard let street = object.text("street"), let city = object.text("city"),
      let postalCode = object.text("postalCode"), let country = object.text("country")
    else { return nil }
    self.init(
      street: street, city: city, postalCode: postalCode, state: object.text("state"),
      country: country)
  }
}

extension JSONObject {
  fileprivate func decimal(_ name: String) -> ExactDecimal? {
    text(name).flatMap { ExactDecimal(wire: $0) }
  }

  fileprivate func amount(_ name: String, _ currency: Currency) -> Money? {
    // Not by `Optional.map`, as for `RowBuffer.append(_:)`.
    guard let exact = decimal(name) else { return nil }
    return Money(exactly: exact, currency: currency)
  }
}
