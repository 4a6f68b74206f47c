import Billing

/// Of a DebitMemo.
struct DebitMemoForm: RecordFieldsForm {
  let id: String

  /// As many as an invoice made from it may have.
  private static let lines = 10_000

  func read(_ fields: inout ObjectReader) -> DebitMemo? {
    let accountId = fields.required(
      "accountId", IdentifierForm<Account>(), "The account that owes the memo's amount.")
    let status = fields.required(
      "status", ChoiceForm<DebitMemo.Status>(),
      "Where the memo stands; an invoice is made from a posted one only.")
    let generation = fields.required(
      "invoiceGenerationStatus", ChoiceForm<DebitMemo.InvoiceGenerationStatus>(),
      "Whether an invoice may be made from it.")
    let currency = fields.required(
      "currency", CurrencyForm(), "The currency of its amounts, which is the account's.")
    let lines = fields.required(
      "lines", ListForm(element: LineForm(), limit: Self.lines, things: "lines"),
      "The lines that the invoice will have.")
    let revision = fields.revision()
    fields.kept("invoiceId", "The invoice that was made from the memo.")
    guard let accountId, let status, let generation, let currency, let lines else { return nil }
    return DebitMemo(
      id: RecordID(id), accountId: accountId, status: status, invoiceGenerationStatus: generation,
      currency: currency, lines: lines, revision: revision)
  }

  private struct LineForm: ObjectForm {
    func read(_ fields: inout ObjectReader) -> DebitMemo.Line? {
      let name = fields.required("name", .name, "What is charged.")
      let quantity = fields.required("quantity", .decimal, "How much of it.")
      let unitPrice = fields.required("unitPrice", .decimal, "The price of one unit.")
      let amount = fields.required("amount", .decimal, "The line's amount without tax.")
      let treatmentId = fields.optional(
        "taxTreatmentId", IdentifierForm<TaxTreatment>(),
        "How the line is taxed; without it by the default treatment.")
      guard let name, let quantity, let unitPrice, let amount else { return nil }
      return DebitMemo.Line(
        name: name, quantity: quantity, unitPrice: unitPrice, amount: amount,
        taxTreatmentId: treatmentId)
    }
  }
}
