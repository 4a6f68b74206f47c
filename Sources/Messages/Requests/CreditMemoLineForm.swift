import Billing
import JSON
import Monetary

/// A line of `credit-memo.create.v1`: stand-alone, taxed by a treatment, or of a line of an invoice.
struct CreditMemoLineForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> CreateCreditMemo.Line? {
    let isOne = fields.exclusive(["taxTreatmentId", "invoiceId"], mayBeAbsent: true)
    let name = fields.required("name", .text(maximum: IngestedText.lineName), "What is credited.")
    let amount = fields.required("amount", .positiveDecimal, "How much, without tax.")
    let treatmentId = fields.optional(
      "taxTreatmentId", IdentifierForm<TaxTreatment>(),
      "How a stand-alone line is taxed; without it by the default treatment.")
    let invoiceId = fields.optional(
      "invoiceId", IdentifierForm<Invoice>(), "The posted invoice of which a line is credited.")
    let lineId = fields.optional(
      "invoiceLineId", .text(maximum: IngestedText.label), "Which line of that invoice.")
    let tax = fields.optional(
      "tax", TaxForm(), "How its tax is found; without it as its kind of line is usually taxed.")
    let namesInvoice = fields.isGiven("invoiceId")
    if isOne, namesInvoice != fields.isGiven("invoiceLineId") {
      fields.refuse(
        namesInvoice ? "invoiceLineId" : "invoiceId",
        "must be given with \(namesInvoice ? "invoiceId" : "invoiceLineId")")
    }
    if isOne, tax?.strategy == .copyFromInvoiceLine, !namesInvoice {
      fields.refuse("tax", "cannot be copied where no line of an invoice is named")
    }
    guard isOne, let name, let amount else { return nil }
    let source = invoiceId.flatMap { id in
      lineId.map { CreateCreditMemo.InvoiceLineName(invoiceId: id, invoiceLineId: $0) }
    }
    return CreateCreditMemo.Line(
      name: name, amount: amount, taxTreatmentId: treatmentId, invoiceLine: source,
      taxStrategy: tax?.strategy, taxAmount: tax?.amount)
  }

  private struct Tax {
    let strategy: CreditMemoLine.TaxStrategy
    let amount: ExactDecimal?
  }

  /// An amount goes with ManualOverride, and with nothing else.
  private struct TaxForm: ObjectForm {
    func read(_ fields: inout ObjectReader) -> Tax? {
      let strategy = fields.required(
        "strategy", ChoiceForm<CreditMemoLine.TaxStrategy>(),
        "None, a share of the invoice line's, calculated anew, or the amount given here.")
      let amount = fields.optional(
        "amount", .decimal, "The tax of a line with ManualOverride, not negative.")
      guard let strategy else { return nil }
      if strategy == .manualOverride, !fields.isGiven("amount") {
        fields.refuse("amount", "must be given with ManualOverride")
      }
      if amount != nil, strategy != .manualOverride {
        fields.refuse("amount", "goes with ManualOverride only")
      } else if amount?.isNegative == true {
        fields.refuse("amount", "must not be negative")
      }
      return Tax(strategy: strategy, amount: amount)
    }
  }
}
