package import Billing
import CivilTime
package import JSON

extension PrintedInvoice {
  /// What ``json`` wrote; nil for anything else.
  package init?(_ value: JSONValue) {
    guard case .object(let object) = value, let language = object.text("language"),
      let paper = object.text("paper").flatMap({ Paper(rawValue: $0) }),
      let date = object.text("date").flatMap({ CivilDate(iso8601: $0) }),
      let title = object.text("title"), let heading = object.text("heading"),
      let buyer = object.party("buyer"), let columns = object.columns,
      let taxes = object.taxTable, let numbers = object.texts("pageNumbers"), numbers.count == 2
    else { return nil }
    guard let facts = object.facts("facts"), let sections = object.sections,
      let totals = object.facts("totals"), let instalments = object.facts("instalments"),
      let payment = object.facts("payment"), let footer = object.text("footer")
    else { return nil }
    var logo: PNGImage?
    if let text = object.text("logo") {
      guard let bytes = Base64.bytes(text), let image = try? PNGImage(checking: bytes) else {
        return nil
      }
      logo = image
    }
    self.init(
      language: language, paper: paper, date: date, title: title, heading: heading,
      seller: object.party("seller"), logo: logo, buyer: buyer, delivery: object.party("delivery"),
      facts: facts, note: object.text("note"), columns: columns, sections: sections,
      totals: totals, taxes: taxes, instalments: instalments,
      instalmentsHeading: object.text("instalmentsHeading") ?? "", payment: payment,
      paymentHeading: object.text("paymentHeading") ?? "", footer: footer,
      pageNumbers: PageNumbers(before: numbers[0], between: numbers[1]))
  }
}

extension JSONValue {
  /// An array of texts.
  fileprivate var texts: [String]? {
    guard case .array(let array) = self else { return nil }
    var texts: [String] = []
    for value in array {
      guard case .string(let text) = value else { return nil }
      texts.append(text)
    }
    return texts
  }
}

extension JSONObject {
  fileprivate func text(_ name: String) -> String? {
    if case .string(let text)? = self[name] { text } else { nil }
  }

  fileprivate func texts(_ name: String) -> [String]? { self[name]?.texts }

  /// An array of arrays of at least `count` texts.
  fileprivate func rows(_ name: String, _ count: Int) -> [[String]]? {
    guard case .array(let array)? = self[name] else { return nil }
    var rows: [[String]] = []
    for value in array {
      guard let texts = value.texts, texts.count >= count else { return nil }
      rows.append(texts)
    }
    return rows
  }

  fileprivate func facts(_ name: String) -> [PrintedInvoice.Fact]? {
    rows(name, 2)?.map { PrintedInvoice.Fact($0[0], $0[1]) }
  }

  fileprivate func party(_ name: String) -> PrintedInvoice.Party? {
    guard case .object(let object)? = self[name], let label = object.text("label"),
      let name = object.text("name"), let lines = object.texts("lines"),
      let facts = object.facts("facts")
    else { return nil }
    return PrintedInvoice.Party(label: label, name: name, lines: lines, facts: facts)
  }

  fileprivate var columns: PrintedInvoice.Columns? {
    guard let texts = texts("columns"), texts.count == 8 else { return nil }
    return PrintedInvoice.Columns(
      position: texts[0], name: texts[1], quantity: texts[2], unitPrice: texts[3], tax: texts[4],
      amount: texts[5], carriedForward: texts[6], broughtForward: texts[7])
  }

  fileprivate var sections: [PrintedInvoice.Section]? {
    guard case .array(let array)? = self["sections"] else { return nil }
    var sections: [PrintedInvoice.Section] = []
    for value in array {
      guard case .object(let object) = value, let rows = object.rows("lines", 7),
        let total = object.facts("total")
      else { return nil }
      var lines: [PrintedInvoice.Line] = []
      lines.reserveCapacity(rows.count)
      for row in rows {
        lines.append(
          PrintedInvoice.Line(
            position: row[0], name: row[1], details: Array(row[7...]), quantity: row[2],
            unitPrice: row[3], tax: row[4], amount: row[5], sum: row[6]))
      }
      sections.append(
        PrintedInvoice.Section(heading: object.text("heading"), lines: lines, total: total.first))
    }
    return sections
  }

  fileprivate var taxTable: PrintedInvoice.TaxTable? {
    guard let columns = texts("taxColumns"), columns.count == 6, let rows = rows("taxes", 5) else {
      return nil
    }
    return PrintedInvoice.TaxTable(
      heading: columns[0], name: columns[1], category: columns[2], rate: columns[3],
      taxableAmount: columns[4], taxAmount: columns[5],
      rows: rows.map { row in
        PrintedInvoice.TaxRow(
          name: row[0], category: row[1], rate: row[2], taxableAmount: row[3], taxAmount: row[4],
          reason: row.count > 5 ? row[5] : nil)
      })
  }
}
