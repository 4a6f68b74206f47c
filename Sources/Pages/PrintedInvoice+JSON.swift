package import Billing
import CivilTime
import JSON

/// A page as the program that draws it is given it: on its standard input, of the same version of the package, so that its form is
/// nobody else's concern.
extension PrintedInvoice {
  package var json: [UInt8] {
    var writer = JSONWriter(reservingCapacity: 4_096)
    writer.beginObject()
    writer.member("language", language)
    writer.member("paper", paper.rawValue)
    writer.member("date", date.description)
    writer.member("title", title)
    writer.member("heading", heading)
    writer.member("seller", seller)
    writer.member("logo", logo.map { Base64.text($0.bytes) })
    writer.member("buyer", buyer)
    writer.member("delivery", delivery)
    writer.member("facts", facts)
    writer.member("note", note)
    writer.texts(
      "columns",
      [
        columns.position, columns.name, columns.quantity, columns.unitPrice, columns.tax,
        columns.amount, columns.carriedForward, columns.broughtForward,
      ])
    writeSections(to: &writer)
    writer.member("totals", totals)
    writeTaxes(to: &writer)
    writer.member("instalments", instalments)
    writer.member("instalmentsHeading", instalmentsHeading)
    writer.member("payment", payment)
    writer.member("paymentHeading", paymentHeading)
    writer.member("footer", footer)
    writer.texts("pageNumbers", [pageNumbers.before, pageNumbers.between])
    writer.endObject()
    return writer.bytes
  }

  private func writeSections(to writer: inout JSONWriter) {
    writer.key("sections")
    writer.beginArray()
    for section in sections {
      writer.beginObject()
      writer.member("heading", section.heading)
      writer.key("lines")
      writer.beginArray()
      for line in section.lines {
        writer.texts(
          [
            line.position, line.name, line.quantity, line.unitPrice, line.tax, line.amount,
            line.sum,
          ] + line.details)
      }
      writer.endArray()
      writer.member("total", section.total.map { [$0] } ?? [])
      writer.endObject()
    }
    writer.endArray()
  }

  private func writeTaxes(to writer: inout JSONWriter) {
    writer.texts(
      "taxColumns",
      [
        taxes.heading, taxes.name, taxes.category, taxes.rate, taxes.taxableAmount, taxes.taxAmount,
      ])
    writer.key("taxes")
    writer.beginArray()
    for row in taxes.rows {
      writer.texts(
        [row.name, row.category, row.rate, row.taxableAmount, row.taxAmount]
          + (row.reason.map { [$0] } ?? []))
    }
    writer.endArray()
  }
}

extension JSONWriter {
  fileprivate mutating func member(_ name: String, _ text: String?) {
    guard let text else { return }
    key(name)
    string(text)
  }

  fileprivate mutating func texts(_ texts: [String]) {
    beginArray()
    for text in texts { string(text) }
    endArray()
  }

  fileprivate mutating func texts(_ name: String, _ texts: [String]) {
    key(name)
    self.texts(texts)
  }

  fileprivate mutating func member(_ name: String, _ facts: [PrintedInvoice.Fact]) {
    key(name)
    beginArray()
    for fact in facts { texts([fact.label, fact.value]) }
    endArray()
  }

  fileprivate mutating func member(_ name: String, _ party: PrintedInvoice.Party?) {
    guard let party else { return }
    key(name)
    beginObject()
    member("label", party.label)
    member("name", party.name)
    texts("lines", party.lines)
    member("facts", party.facts)
    endObject()
  }
}
