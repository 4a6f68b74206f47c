package import Billing
import CivilTime
package import JSON
import Monetary

extension JSONWriter {
  /// An invoice, as the `invoice.*` events and `invoices show --json` carry it, in the order of
  /// <doc:Events>. Members that only a later version fills are null.
  ///
  /// Without lines, taxes and addresses it says so: `linesOmitted`.
  package mutating func invoice(_ invoice: Invoice, omittingLines: Bool = false) {
    self.invoice(invoice, id: invoice.id.text, omittingLines: omittingLines)
  }

  /// An invoice that does not exist: without an identifier by which anybody could ask for it.
  mutating func preview(_ invoice: Invoice) {
    self.invoice(invoice, id: nil, omittingLines: false)
  }

  private mutating func invoice(_ invoice: Invoice, id: String?, omittingLines: Bool) {
    beginObject()
    member("invoiceId", id)
    member("invoiceNumber", invoice.number)
    member("status", invoice.status.rawValue)
    member("creationMode", invoice.creationMode.rawValue)
    member("accountId", invoice.accountId.text)
    member("orderIds", invoice.orderIds.lazy.map(\.text))
    member("currency", invoice.currency.code)
    member("invoiceDate", invoice.invoiceDate.description)
    member("dueDate", invoice.dueDate.description)
    member("postedDate", invoice.postedDate?.description)
    key(plain: "billToContact")
    beginObject()
    member("contactId", invoice.billToContact.contactId?.text)
    member("name", invoice.billToContact.name)
    member("email", invoice.billToContact.email)
    endObject()
    member("paymentTermId", invoice.paymentTermId?.text)
    member("legalEntityId", invoice.legalEntityId?.text)
    member("groupingKey", invoice.groupingKey.isEmpty ? nil : invoice.groupingKey)
    if omittingLines {
      key(plain: "linesOmitted")
      bool(true)
    } else {
      linesAndAddresses(invoice)
    }
    member("totalAmount", invoice.totalAmount.decimalText)
    member("totalTaxAmount", invoice.totalTaxAmount.decimalText)
    member("totalAmountWithTax", invoice.totalAmountWithTax.decimalText)
    member("balance", invoice.balance.decimalText)
    member("settlementStatus", invoice.settlementStatus.rawValue)
    reference("referenceEntity", invoice.ingested?.referenceEntity?.record)
    member("uniqueIdentifier", invoice.ingested?.uniqueIdentifier)
    member("reinvoiceOf", invoice.reinvoiceOf.lazy.map(\.text))
    member("reinvoicedBy", invoice.reinvoicedBy.lazy.map(\.text))
    member("requestIdentifier", invoice.request.identifier)
    parties(invoice)
    member("description", invoice.description)
    member("purchaseOrderNumber", invoice.purchaseOrderNumber)
    if let details = invoice.ingested { ingested(details) }
    if invoice.status == .canceled { member("reason", invoice.reason) }
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
  private mutating func parties(_ invoice: Invoice) {
    member("documentType", (invoice.ingested?.documentType ?? .invoice).rawValue)
    member("accountName", invoice.accountName)
    key(plain: "seller")
    seller(of: invoice)
    member("billingContractId", invoice.billingContractId?.text)
    key(plain: "billingCycle")
    if let cycle = invoice.billingCycle {
      beginObject()
      member("startDate", cycle.from.description)
      member("endDate", cycle.lastDay.description)
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
    member("startDate", line.startDate?.description)
    member("endDate", line.endDate?.description)
    member("quantity", line.quantity.description)
    member("unitPrice", line.unitPrice.description)
    member("unitOfMeasure", line.unitOfMeasure)
    member("amount", line.amount.decimalText)
    member("taxProcessingStatus", line.taxProcessingStatus.rawValue)
    key(plain: "taxes")
    beginArray()
    for tax in line.taxes {
      beginObject()
      member("name", tax.name)
      member("code", tax.code)
      member("category", tax.category)
      member("rate", tax.rate.description)
      member("amount", tax.amount.decimalText)
      endObject()
    }
    endArray()
    usage(line)
    // What else explains an amount is not given yet.
    if line.lateUsage > 0 {
      key(plain: "calculation")
      beginObject()
      member("kind", "LateUsage")
      endObject()
    }
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
    member("consumedQuantity", usage.consumedQuantity.description)
    member("includedQuantity", usage.includedQuantity.description)
    member("overageQuantity", usage.overageQuantity.description)
    member("overageCharge", line.amount.decimalText)
    // The rate holds where there are no tiers.
    member("unitPrice", usage.price.mode == nil ? usage.price.unitPrice.description : nil)
    member("tierMode", usage.price.mode?.rawValue)
    key(plain: "tiers")
    beginArray()
    for tier in usage.price.tiers {
      beginObject()
      if let upTo = tier.upTo { member("upTo", upTo.description) } else { member("upTo", nil) }
      member("unitPrice", tier.unitPrice.description)
      if let fee = tier.flatFee {
        member("flatFee", fee.description)
      } else {
        member("flatFee", nil)
      }
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
