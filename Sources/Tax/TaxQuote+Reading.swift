package import Billing
import Monetary

extension TaxQuote {
  /// Reads an engine's answer to `document`. Every line is there once, every amount is exact; what an exempt account pays is 0.
  package init(
    reading body: [UInt8], for document: TaxDocument
  ) throws(InvalidTaxAnswer) {
    var asked: [String: TaxDocument.Line] = [:]
    asked.reserveCapacity(document.lines.count)
    for line in document.lines where asked.updateValue(line, forKey: line.id) != nil {
      throw InvalidTaxAnswer("cannot be told apart for two lines of the id \(line.id)")
    }
    var lines: [String: [InvoiceLineTax]] = [:]
    lines.reserveCapacity(asked.count)
    for object in try TaxObject(reading: body).objects("lines") {
      let id = try object.text("id")
      guard let line = asked[id] else {
        throw InvalidTaxAnswer("has a line that was not asked about")
      }
      var taxes: [InvoiceLineTax] = []
      for tax in try object.objects("taxes") {
        taxes.append(try InvoiceLineTax(reading: tax, of: line, on: document))
      }
      guard lines.updateValue(taxes, forKey: id) == nil else {
        throw InvalidTaxAnswer("has line \(id) twice")
      }
    }
    if let missing = document.lines.first(where: { lines[$0.id] == nil }) {
      throw InvalidTaxAnswer("does not have line \(missing.id)")
    }
    self.init(lines: lines)
    do throws(MonetaryError) {
      _ = try total(in: document.currency)
    } catch {
      throw InvalidTaxAnswer("sums to more than an amount can be")
    }
  }
}

extension InvoiceLineTax {
  /// Where the engine gives no code or category, they are the line's.
  fileprivate init(
    reading object: TaxObject, of line: TaxDocument.Line, on document: TaxDocument
  ) throws(InvalidTaxAnswer) {
    let category = try object.optionalText("category") ?? line.category ?? "S"
    guard Self.isCategory(category) else {
      throw InvalidTaxAnswer("has the category \(category), which is none of UNCL5305")
    }
    let rate = try object.decimal("rate")
    guard !rate.isNegative else { throw InvalidTaxAnswer("has the negative rate \(rate)") }
    let amount = try object.amount("amount", in: document.currency)
    guard !document.isExempt || amount.isZero else {
      throw InvalidTaxAnswer("has the tax \(amount), but the account is exempt")
    }
    self.init(
      name: try object.text("name"),
      code: try object.optionalText("code") ?? line.taxCode ?? category,
      category: category, rate: rate, amount: amount)
  }

  /// One to three capitals.
  private static func isCategory(_ text: String) -> Bool {
    (1...3).contains(text.utf8.count)
      && text.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
  }
}
