package import Billing
package import CivilTime
package import JSON
import Monetary

extension JSONWriter {
  /// An invoice, as the `invoice.*` events and `invoices show --json` carry it, in the order of
  /// <doc:Events>. Members that only a later version fills are null.
  ///
  /// Its shown status is that of the day `today`. Without lines, taxes and addresses it says so: `linesOmitted`. `more` writes
  /// members that follow.
  package mutating func invoice(
    _ invoice: Invoice, on today: CivilDate, omittingLines: Bool = false,
    _ more: (inout JSONWriter) -> Void = { _ in }
  ) {
    self.invoice(
      invoice, id: invoice.id.text, on: today, lines: omittingLines ? .omitted : .written, more)
  }

  /// An invoice that does not exist: without an identifier by which anybody could ask for it.
  mutating func preview(
    _ invoice: Invoice, on today: CivilDate, omittingLines: Bool = false
  ) {
    self.invoice(invoice, id: nil, on: today, lines: omittingLines ? .omitted : .written) { _ in }
  }

  /// An invoice without lines, taxes and addresses, and what follows from them, for events about the invoice as a whole.
  mutating func invoiceHead(
    _ invoice: Invoice, on today: CivilDate, _ more: (inout JSONWriter) -> Void
  ) {
    self.invoice(invoice, id: invoice.id.text, on: today, lines: .left, more)
  }

  private enum Lines {
    case written
    /// They belong there, and are too long.
    case omitted
    /// Nobody expects them.
    case left
  }

  private mutating func invoice(
    _ invoice: Invoice, id: String?, on today: CivilDate, lines: Lines,
    _ more: (inout JSONWriter) -> Void
  ) {
    beginObject()
    member("invoiceId", id)
    member("invoiceNumber", invoice.number)
    member("status", invoice.status.rawValue)
    member("creationMode", invoice.creationMode.rawValue)
    member("accountId", invoice.accountId.text)
    // A head may have been read without the lines that name the orders.
    if !invoice.lines.isEmpty { member("orderIds", invoice.orderIds.lazy.map(\.text)) }
    member("currency", invoice.currency.code)
    member("invoiceDate", invoice.invoiceDate)
    member("dueDate", invoice.dueDate)
    member("postedDate", invoice.postedDate)
    key(plain: "billToContact")
    beginObject()
    member("contactId", invoice.billToContact.contactId?.text)
    member("name", invoice.billToContact.name)
    member("email", invoice.billToContact.email)
    endObject()
    member("paymentTermId", invoice.paymentTermId?.text)
    member("legalEntityId", invoice.legalEntityId?.text)
    member("groupingKey", invoice.groupingKey.isEmpty ? nil : invoice.groupingKey)
    switch lines {
    case .written: linesAndAddresses(invoice)
    case .omitted:
      key(plain: "linesOmitted")
      bool(true)
    case .left: break
    }
    member("totalAmount", invoice.totalAmount)
    member("totalTaxAmount", invoice.totalTaxAmount)
    member("totalAmountWithTax", invoice.totalAmountWithTax)
    member("balance", invoice.balance)
    member("settlementStatus", invoice.settlementStatus.rawValue)
    reference("referenceEntity", invoice.ingested?.referenceEntity?.record)
    member("uniqueIdentifier", invoice.ingested?.uniqueIdentifier)
    member("reinvoiceOf", invoice.reinvoiceOf.lazy.map(\.text))
    member("reinvoicedBy", invoice.reinvoicedBy.lazy.map(\.text))
    member("requestIdentifier", invoice.request.identifier)
    parties(invoice, hasLines: !invoice.lines.isEmpty)
    member("description", invoice.description)
    member("purchaseOrderNumber", invoice.purchaseOrderNumber)
    receivable(invoice, on: today)
    if let details = invoice.ingested {
      thirdPartyAmounts(details)
      if !details.terms.isEmpty {
        key(plain: "document")
        beginObject()
        members(details.terms.members)
        endObject()
      }
    }
    if !invoice.status.isLive {
      member("reasonCode", invoice.reasonCode)
      member("reason", invoice.reason)
    }
    more(&self)
    endObject()
  }

  private mutating func linesAndAddresses(_ invoice: Invoice) {
    key(plain: "lines")
    beginArray()
    for line in invoice.lines { self.line(line) }
    endArray()
    key(plain: "addresses")
    beginArray()
    address("Billing", invoice.billingAddress)
    if let shipping = invoice.shippingAddress { address("Shipping", shipping) }
    for group in invoice.ingested?.addresses ?? [] {
      address("Line", group.address, label: group.label)
    }
    endArray()
  }

  /// What a mailer or a renderer would otherwise have to look up.
  private mutating func parties(_ invoice: Invoice, hasLines: Bool) {
    member("documentType", (invoice.ingested?.documentType ?? .invoice).rawValue)
    member("accountName", invoice.accountName)
    key(plain: "seller")
    seller(of: invoice)
    member("billingContractId", invoice.billingContractId?.text)
    guard hasLines else { return }
    key(plain: "billingCycle")
    if let cycle = invoice.billingCycle {
      beginObject()
      member("startDate", cycle.from)
      member("endDate", cycle.lastDay)
      endObject()
    } else {
      null()
    }
  }

  /// The legal entity, else whom the document names; `id` is what the document calls them.
  private mutating func seller(of invoice: Invoice) {
    let entity = invoice.seller
    let named = invoice.ingested?.seller
    guard entity != nil || named != nil else {
      null()
      return
    }
    beginObject()
    member("legalEntityId", invoice.legalEntityId?.text)
    if let named { member("id", named.id) }
    member("name", entity == nil ? named?.name : entity?.name)
    key(plain: "address")
    if let entity { address(nil, entity.address) } else { null() }
    member(
      "taxRegistrationNumber", entity == nil ? named?.vatId : entity?.taxRegistrationNumber)
    endObject()
  }

  private mutating func line(_ line: InvoiceLine) {
    beginObject()
    member("lineId", line.id)
    member("type", line.type.rawValue)
    member("parentLineId", line.parentLineId)
    member("billingScheduleId", line.billingScheduleId?.text)
    member("orderItemId", line.orderItemId)
    member("name", line.name)
    member("startDate", line.startDate)
    member("endDate", line.endDate)
    member("quantity", line.quantity)
    member("unitPrice", line.unitPrice)
    member("unitOfMeasure", line.unitOfMeasure)
    member("amount", line.amount)
    member("taxProcessingStatus", line.taxProcessingStatus.rawValue)
    taxes(line.taxes)
    usage(line)
    calculation(of: line)
    if let details = line.ingested { ingested(details, in: line.amount.currency) }
    endObject()
  }

  private mutating func usage(_ line: InvoiceLine) {
    key(plain: "usage")
    guard let usage = line.usage else {
      null()
      return
    }
    beginObject()
    member("consumedQuantity", usage.consumedQuantity)
    member("includedQuantity", usage.includedQuantity)
    member("overageQuantity", usage.overageQuantity)
    member("overageCharge", line.amount)
    // The rate holds where there are no tiers.
    member("unitPrice", usage.price.mode == nil ? usage.price.unitPrice : nil)
    member("tierMode", usage.price.mode?.rawValue)
    key(plain: "tiers")
    beginArray()
    for tier in usage.price.tiers {
      beginObject()
      member("upTo", tier.upTo)
      member("unitPrice", tier.unitPrice)
      member("flatFee", tier.flatFee)
      endObject()
    }
    endArray()
    endObject()
  }

  private mutating func address(
    _ type: String?, _ address: Address, label: String? = nil
  ) {
    beginObject()
    if let type { member("type", type) }
    if let label { member("id", label) }
    member("street", address.street)
    member("city", address.city)
    member("postalCode", address.postalCode)
    member("state", address.state)
    member("country", address.country)
    endObject()
  }
}
