import Billing
import CivilTime
import JSON
import Monetary

extension JSONWriter {
  /// The members that a quote and a commit have in common, and the lines, each followed by what `more` writes.
  mutating func members(
    of document: TaxDocument, each more: (inout JSONWriter, TaxDocument.Line) -> Void
  ) {
    key(plain: "documentId")
    string(document.documentId)
    key(plain: "kind")
    string(document.kind.rawValue)
    key(plain: "currency")
    string(document.currency.code)
    key(plain: "date")
    string(document.date.description)
    key(plain: "exempt")
    bool(document.isExempt)
    key(plain: "shipTo")
    address(document.shipTo)
    key(plain: "lines")
    beginArray()
    for line in document.lines {
      beginObject()
      members(of: line)
      more(&self, line)
      endObject()
    }
    endArray()
  }

  private mutating func members(of line: TaxDocument.Line) {
    key(plain: "id")
    string(line.id)
    key(plain: "amount")
    string(line.amount.decimalText)
    key(plain: "taxCode")
    text(line.taxCode)
    key(plain: "category")
    text(line.category)
    if let own = line.address {
      key(plain: "address")
      address(own)
    }
  }

  mutating func taxes(_ taxes: [InvoiceLineTax]) {
    key(plain: "taxes")
    beginArray()
    for tax in taxes {
      beginObject()
      key(plain: "name")
      string(tax.name)
      key(plain: "code")
      string(tax.code)
      key(plain: "category")
      string(tax.category)
      key(plain: "rate")
      string(tax.rate.description)
      key(plain: "amount")
      string(tax.amount.decimalText)
      endObject()
    }
    endArray()
  }

  private mutating func address(_ address: Address) {
    beginObject()
    key(plain: "street")
    string(address.street)
    key(plain: "city")
    string(address.city)
    key(plain: "postalCode")
    string(address.postalCode)
    key(plain: "state")
    text(address.state)
    key(plain: "country")
    string(address.country)
    endObject()
  }

  mutating func text(_ text: String?) {
    if let text { string(text) } else { null() }
  }
}
