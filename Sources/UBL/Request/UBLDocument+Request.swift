import Billing
import Digest
import JSON
import Messages

extension UBLDocument {
  /// What a document does not say and its sender must.
  package struct Context: Hashable, Sendable {
    package var accountId: String
    package var orderId: String?
    /// Taken in as a draft, instead of posted under its own number.
    package var isDraft: Bool

    package init(accountId: String, orderId: String? = nil, isDraft: Bool = false) {
      self.accountId = accountId
      self.orderId = orderId
      self.isDraft = isDraft
    }
  }

  /// By what the account is looked for that nobody named: the buyer's identifier, else its VAT identifier, else its electronic
  /// address (<doc:Ingestion#Whose-a-document-is>). nil when nothing of it can be an identifier.
  package var account: String? {
    let buyer = terms[.buyer]
    let vatId = buyer?.vatId.map { $0.filter { !$0.isWhitespace } }
    return [buyerIdentifier, vatId, buyer?.electronicAddress?.id].lazy.compactMap(\.self).first {
      !$0.isEmpty && $0.utf8.count <= 64 && $0.unicodeScalars.allSatisfy(PrintableASCII.contains)
    } ?? buyerIdentifier
  }

  /// The data of `invoice.ingest.v1`. The same document gives the same bytes, so that sending it
  /// again is the same request.
  package func requestBody(_ context: Context) -> [UInt8] {
    var writer = JSONWriter(reservingCapacity: 1_024 + lines.count * 320)
    writer.beginObject()
    writer.key("invoice")
    writer.beginObject()
    writer.member("uniqueIdentifier", uniqueIdentifier)
    writer.member("billingAccountId", context.accountId)
    if let buyerName {
      writer.key("billToContact")
      writer.beginObject()
      writer.member("name", buyerName)
      writer.member("email", buyerEmail)
      writer.endObject()
    }
    writer.member("currency", currency)
    writer.member("invoiceDate", issueDate)
    writer.member("dueDate", dueDate)
    writer.member("status", context.isDraft ? "Draft" : "Posted")
    writer.member("invoiceNumber", number)
    if !context.isDraft { writer.member("postedDate", issueDate) }
    if let order = context.orderId {
      writer.key("referenceEntity")
      writer.beginObject()
      writer.member("type", "Order")
      writer.member("id", order)
      writer.endObject()
    }
    writer.member("purchaseOrderNumber", purchaseOrderNumber)
    writeSeller(to: &writer)
    var others = terms
    others[.seller] = nil
    writer.members(others.members)
    if !period.isEmpty {
      writer.key("period")
      writer.beginObject()
      writer.member("startDate", period.startDate)
      writer.member("endDate", period.endDate)
      writer.endObject()
    }
    writer.member("description", note)
    writer.member("documentType", isCreditNote ? "CreditNote" : "Invoice")
    writeAddresses(to: &writer)
    writer.list("lines", lines) { line, writer in write(line, to: &writer) }
    writer.list("allowances", allowances) { $1.adjustment($0) }
    writer.list("charges", charges) { $1.adjustment($0) }
    writer.list("taxBreakdown", taxBreakdown) { entry, writer in
      writer.beginObject()
      writer.member("category", entry.category)
      writer.member("rate", entry.rate)
      writer.member("taxableAmount", entry.taxableAmount)
      writer.member("taxAmount", entry.taxAmount)
      writer.endObject()
    }
    writer.member("prepaidAmount", totals.prepaid)
    writer.member("payableRounding", totals.rounding)
    if !thirdPartyAmounts.isEmpty {
      writer.list("thirdPartyAmounts", thirdPartyAmounts) { item, writer in
        writer.beginObject()
        writer.member("amount", item.amount)
        writer.member("description", item.description)
        writer.endObject()
      }
    }
    writeTotals(to: &writer)
    writer.endObject()
    writer.member("taxCalculationStatus", context.isDraft ? "Estimated" : "Posted")
    writer.endObject()
    return writer.bytes
  }

  /// The seller's own key of the document: who issued it, what it is, and its number. One that is longer
  /// than a key may be, or holds what no key may, is known by its digest.
  private var uniqueIdentifier: String {
    Self.key([seller, isCreditNote ? "CreditNote" : "Invoice", number].joined(separator: "/"))
  }

  private static func key(_ text: String) -> String {
    guard text.unicodeScalars.count > IngestedText.number || ControlCharacters.areIn(text)
    else { return text }
    return "sha256:\(SHA256Digest.of(Array(text.utf8)))"
  }

  private func writeSeller(to writer: inout JSONWriter) {
    writer.key("seller")
    writer.beginObject()
    writer.member("id", Self.key(seller))
    writer.member("name", sellerName)
    writer.member("vatId", sellerVAT.map(Self.key))
    writer.members(terms[.seller]?.sellerMembers ?? [])
    writer.endObject()
  }

  private static let billing = "billing"
  private static let shipping = "shipping"

  private func writeAddresses(to writer: inout JSONWriter) {
    let addresses = [(Self.billing, buyerAddress), (Self.shipping, deliveryAddress)]
    writer.key("addresses")
    writer.beginArray()
    for (label, address) in addresses {
      guard let address else { continue }
      writer.beginObject()
      writer.member("id", label)
      writer.member("street", address.street)
      writer.member("city", address.city)
      writer.member("postalCode", address.postalCode)
      writer.member("state", address.state)
      writer.member("country", address.country)
      writer.endObject()
    }
    writer.endArray()
  }

  private func write(_ line: Line, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("id", line.id)
    writer.member("name", line.name)
    writer.member("startDate", line.startDate)
    writer.member("endDate", line.endDate)
    writer.member("quantity", line.quantity)
    writer.member("unitOfMeasure", line.unitOfMeasure)
    writer.member("unitPrice", line.unitPrice)
    writer.member("priceBaseQuantity", line.priceBaseQuantity)
    writer.list("allowances", line.allowances) { $1.lineAdjustment($0) }
    writer.list("charges", line.charges) { $1.lineAdjustment($0) }
    writer.member("chargeAmount", line.chargeAmount)
    writer.member("taxCategory", line.taxCategory)
    writer.member("taxRate", line.taxRate)
    if buyerAddress != nil { writer.member("billingAddressId", Self.billing) }
    if deliveryAddress != nil { writer.member("shippingAddressId", Self.shipping) }
    writer.members(line.terms.members)
    writer.endObject()
  }

  private func writeTotals(to writer: inout JSONWriter) {
    writer.key("statedTotals")
    writer.beginObject()
    writer.member("lines", totals.lines)
    writer.member("allowances", totals.allowances)
    writer.member("charges", totals.charges)
    writer.member("taxExclusive", totals.taxExclusive)
    writer.member("tax", totals.tax)
    writer.member("taxInclusive", totals.taxInclusive)
    writer.member("payable", totals.payable)
    writer.endObject()
  }
}

extension JSONWriter {
  /// A member, unless there is nothing to say.
  fileprivate mutating func member(_ name: String, _ text: String?) {
    guard let text else { return }
    key(name)
    string(text)
  }

  fileprivate mutating func list<Element>(
    _ name: String, _ elements: [Element], _ write: (Element, inout JSONWriter) -> Void
  ) {
    key(name)
    beginArray()
    for element in elements { write(element, &self) }
    endArray()
  }

  /// Its tax is the line's, whatever the file repeats of it.
  fileprivate mutating func lineAdjustment(_ item: UBLDocument.Adjustment) {
    beginObject()
    member("amount", item.amount)
    member("reason", item.reason)
    endObject()
  }

  fileprivate mutating func adjustment(_ item: UBLDocument.Adjustment) {
    beginObject()
    member("amount", item.amount)
    member("reason", item.reason)
    member("taxCategory", item.taxCategory)
    member("taxRate", item.taxRate)
    member("exemptionReason", item.exemptionReason)
    member("exemptionReasonCode", item.exemptionReasonCode)
    endObject()
  }
}

extension UBLDocument {
  /// A file's name as it is kept: without the folders above it, no longer than there is room, without control characters.
  package static func fileName(_ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    var reading = UBLReading(currency: nil)
    return reading.text(name.trimmedToOneLine, room: 255, at: "") ?? "-"
  }
}
