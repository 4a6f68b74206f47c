import Billing
import JSON

/// `invoice.update.v1`.
struct UpdateInvoiceForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> UpdateInvoice? {
    let id = fields.required(
      "invoiceId", IdentifierForm<Invoice>(), "The invoice, by its identifier.")
    let version = fields.expectedVersion()
    let set = fields.required(
      "set", SetForm(), "The members that are set; one that is absent stays, and null clears it.")
    guard let id, let set else { return nil }
    return UpdateInvoice(invoiceId: id, expectedVersion: version, set: set)
  }

  private struct SetForm: ObjectForm {
    /// Lines that one request may rename.
    private static let namedLines = 2_000

    func read(_ fields: inout ObjectReader) -> UpdateInvoice.Fields? {
      var set = UpdateInvoice.Fields()
      set.description = fields.change(
        "description", .text(maximum: IngestedText.description), "A note on the whole document.")
      set.purchaseOrderNumber = fields.change(
        "purchaseOrderNumber", .text(maximum: IngestedText.number),
        "The number of the buyer's purchase order.")
      set.billToEmail = fields.change(
        "billToEmail", .email, "Where mail about the invoice goes.")
      set.savedPaymentMethodId = fields.change(
        "savedPaymentMethodId", .opaqueIdentifier, "The saved payment method that pays it.")
      set.dueDate = fields.change(
        "dueDate", .date, "When it is due, not before its date; null brings back the term's.")
      set.invoiceDate = fields.change(
        "invoiceDate", .date, "The date of a draft; due dates and estimated tax follow.")
      set.paymentTermId = fields.change(
        "paymentTermId", IdentifierForm<PaymentTerm>(),
        "The payment term of a draft; due dates follow.")
      set.billToContactId = fields.change(
        "billToContactId", IdentifierForm<Contact>(), "The contact whom a draft goes to.")
      set.lineNames =
        fields.optional(
          "lineNames",
          DistinctListForm(
            list: ListForm(element: LineNameForm(), limit: Self.namedLines, things: "lines"),
            keyName: "lineId", key: \.lineId, thing: { _ in "line" }),
          "New names for lines of a draft.") ?? []
      if set.invoiceDate == .cleared {
        fields.refuse("invoiceDate", "cannot be cleared; give a date or leave it out")
      }
      set.fixed = fields.takeNames(among: FixedMembers.names)
      return set
    }
  }

  private struct LineNameForm: ObjectForm {
    func read(_ fields: inout ObjectReader) -> UpdateInvoice.LineName? {
      let id = fields.required(
        "lineId", .text(maximum: IngestedText.label), "The line, by its identifier.")
      let name = fields.required(
        "name", .text(maximum: IngestedText.lineName), "What it is called from now on.")
      guard let id, let name else { return nil }
      return UpdateInvoice.LineName(lineId: id, name: name)
    }
  }

  /// The members that an invoice has (<doc:Events#Invoice>) and nobody can set: who names one learns that it is fixed, and
  /// not that there is none.
  private enum FixedMembers {
    static let names: Set<String> = [
      "invoiceId", "invoiceNumber", "status", "creationMode", "accountId", "orderIds", "currency",
      "postedDate", "billToContact", "legalEntityId", "groupingKey", "lines", "linesOmitted",
      "addresses", "totalAmount", "totalTaxAmount", "totalAmountWithTax", "balance",
      "settlementStatus", "referenceEntity", "uniqueIdentifier", "reinvoiceOf", "reinvoicedBy",
      "requestIdentifier", "documentType", "accountName", "seller", "billingContractId",
      "billingCycle", "version", "shownStatus", "nextDueDate", "instalments", "payable",
      "prepaidAmount", "payableRounding", "paidAmount", "creditedAmount", "convertedAmount",
      "writtenOffAmount", "fullSettlementDate", "voidedDate", "creditMemoIds", "invoiceRunId",
      "thirdPartyAmounts", "reasonCode", "reason",
    ]
  }
}

extension ObjectReader {
  /// What becomes of a member of a stored thing. The one place where null is not the same as absent.
  fileprivate mutating func change<Form: FieldForm>(
    _ name: String, _ form: Form, _ sentence: String
  ) -> UpdateInvoice.Change<Form.Value> where Form.Value: Hashable & Sendable {
    let isCleared = isNull(name)
    guard let value = optional(name, form, sentence) else {
      return isCleared ? .cleared : .unchanged
    }
    return .set(value)
  }
}
