package import Billing
import JSON
package import Monetary

/// What is sent to an engine, as JSON (<doc:TaxEngineOverHTTP>). Amounts and rates are strings: no reader makes them inexact.
package enum TaxRequestBody {
  package static func quote(_ document: TaxDocument) -> [UInt8] {
    var writer = JSONWriter(reservingCapacity: 512 + document.lines.count * 128)
    writer.beginObject()
    writer.members(of: document) { _, _ in }
    writer.endObject()
    return writer.bytes
  }

  package static func commit(_ commit: TaxCommit, total: Money) -> [UInt8] {
    let document = commit.document
    var writer = JSONWriter(reservingCapacity: 512 + document.lines.count * 256)
    writer.beginObject()
    switch commit.number {
    case .invoice(let number):
      writer.key(plain: "invoiceNumber")
      writer.string(number)
    case .creditMemo(let number):
      writer.key(plain: "creditMemoNumber")
      writer.string(number)
    }
    writer.members(of: document) { writer, line in
      writer.taxes(commit.quote.lines[line.id] ?? [])
    }
    writer.key(plain: "totalTax")
    writer.string(total.decimalText)
    writer.endObject()
    return writer.bytes
  }

  package static func void(_ void: TaxVoid) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key(plain: "documentId")
    writer.string(void.documentId)
    writer.key(plain: "transactionId")
    writer.text(void.transactionId)
    writer.key(plain: "reason")
    writer.string(void.reason)
    writer.endObject()
    return writer.bytes
  }
}
