package import Billing
import CivilTime

extension EInvoice {
  /// The document as UBL 2.1 in UTF-8: valid against its schema and the rules of EN 16931, and the same bytes for the same
  /// document. What is read of it again (``UBLDocument/init(reading:)``) has the same totals, lines, taxes, periods and parties.
  ///
  /// nil for want of memory only.
  package func ubl() -> [UInt8]? {
    guard var writer = XMLTextWriter() else { return nil }
    let root = isCreditNote ? "CreditNote" : "Invoice"
    let schemas = "urn:oasis:names:specification:ubl:schema:xsd:"
    writer.begin(root)
    writer.attribute("xmlns", "\(schemas)\(root)-2")
    writer.attribute("xmlns:cac", "\(schemas)CommonAggregateComponents-2")
    writer.attribute("xmlns:cbc", "\(schemas)CommonBasicComponents-2")
    writeHead(to: &writer)
    writer.party(seller, "cac:AccountingSupplierParty", isSeller: true)
    writer.party(buyer, "cac:AccountingCustomerParty", isSeller: false)
    writeDelivery(to: &writer)
    writePayment(to: &writer)
    for adjustment in adjustments { writer.adjustment(adjustment, currency) }
    writeTaxes(to: &writer)
    writeTotals(to: &writer)
    for line in lines { writer.line(line, currency, isCreditNote: isCreditNote) }
    writer.end()
    return writer.finish()
  }

  private func writeHead(to writer: inout XMLTextWriter) {
    writer.text("cbc:CustomizationID", "urn:cen.eu:en16931:2017")
    writer.text("cbc:ID", number)
    writer.text("cbc:IssueDate", issueDate.description)
    if !isCreditNote { writer.text("cbc:DueDate", dueDate?.description) }
    // UNTDID 1001: commercial invoice, credit note.
    writer.text(
      isCreditNote ? "cbc:CreditNoteTypeCode" : "cbc:InvoiceTypeCode", isCreditNote ? "381" : "380")
    writer.text("cbc:Note", note)
    writer.text("cbc:DocumentCurrencyCode", currency)
    writer.text("cbc:BuyerReference", buyerReference)
    if let purchaseOrderNumber {
      writer.begin("cac:OrderReference")
      writer.text("cbc:ID", purchaseOrderNumber)
      writer.end()
    }
    for invoice in preceding {
      writer.begin("cac:BillingReference")
      writer.begin("cac:InvoiceDocumentReference")
      writer.text("cbc:ID", invoice.number)
      writer.text("cbc:IssueDate", invoice.issueDate.description)
      writer.end()
      writer.end()
    }
  }

  private func writeDelivery(to writer: inout XMLTextWriter) {
    guard deliveryAddress != nil || deliveryDate != nil else { return }
    writer.begin("cac:Delivery")
    writer.text("cbc:ActualDeliveryDate", deliveryDate?.description)
    if let deliveryAddress {
      writer.begin("cac:DeliveryLocation")
      writer.address(deliveryAddress, "cac:Address")
      writer.end()
    }
    writer.end()
  }

  /// A credit note has its due date within the payment means (BT-9), of which nothing else is said (UNTDID 4461: 1).
  private func writePayment(to writer: inout XMLTextWriter) {
    let due = isCreditNote ? dueDate : nil
    if iban != nil || due != nil {
      writer.begin("cac:PaymentMeans")
      // A SEPA transfer is in euros; else a transfer.
      writer.text(
        "cbc:PaymentMeansCode", iban == nil ? "1" : currency == "EUR" ? "58" : "30")
      writer.text("cbc:PaymentDueDate", due?.description)
      if let iban {
        writer.text("cbc:PaymentID", number)
        writer.begin("cac:PayeeFinancialAccount")
        writer.text("cbc:ID", iban)
        if let bic {
          writer.begin("cac:FinancialInstitutionBranch")
          writer.text("cbc:ID", bic)
          writer.end()
        }
        writer.end()
      }
      writer.end()
    }
    if let paymentTerms {
      writer.begin("cac:PaymentTerms")
      writer.text("cbc:Note", paymentTerms)
      writer.end()
    }
  }

  private func writeTaxes(to writer: inout XMLTextWriter) {
    writer.begin("cac:TaxTotal")
    writer.amount("cbc:TaxAmount", totals.tax, currency)
    for subtotal in taxes {
      writer.begin("cac:TaxSubtotal")
      writer.amount("cbc:TaxableAmount", subtotal.taxableAmount, currency)
      writer.amount("cbc:TaxAmount", subtotal.taxAmount, currency)
      writer.begin("cac:TaxCategory")
      writer.text("cbc:ID", subtotal.tax.code)
      writer.text("cbc:Percent", subtotal.tax.rate)
      writer.text("cbc:TaxExemptionReasonCode", subtotal.exemptionReasonCode)
      writer.text("cbc:TaxExemptionReason", subtotal.exemptionReason)
      writer.taxScheme("VAT")
      writer.end()
      writer.end()
    }
    writer.end()
  }

  private func writeTotals(to writer: inout XMLTextWriter) {
    writer.begin("cac:LegalMonetaryTotal")
    writer.amount("cbc:LineExtensionAmount", totals.lines, currency)
    writer.amount("cbc:TaxExclusiveAmount", totals.taxExclusive, currency)
    writer.amount("cbc:TaxInclusiveAmount", totals.taxInclusive, currency)
    writer.amount("cbc:AllowanceTotalAmount", totals.allowances, currency)
    writer.amount("cbc:ChargeTotalAmount", totals.charges, currency)
    writer.amount("cbc:PrepaidAmount", totals.prepaid, currency)
    writer.amount("cbc:PayableRoundingAmount", totals.rounding, currency)
    writer.amount("cbc:PayableAmount", totals.payable, currency)
    writer.end()
  }
}
