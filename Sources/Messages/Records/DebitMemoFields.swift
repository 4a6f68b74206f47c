import Billing

enum DebitMemoFields {
  /// As many as an invoice made from it may have.
  private static let lines = 10_000

  static func read(_ id: DebitMemo.ID, _ fields: inout ObjectReader) -> DebitMemo? {
    let accountId = fields.required("accountId", IdentifierForm<Account>())
    let status = fields.required("status", ChoiceForm<DebitMemo.Status>())
    let generation = fields.required(
      "invoiceGenerationStatus", ChoiceForm<DebitMemo.InvoiceGenerationStatus>())
    let currency = fields.required("currency", CurrencyForm())
    let lines = fields.required(
      "lines", ListForm(element: LineForm(), limit: Self.lines, things: "lines"))
    let revision = fields.optional("revision", .revision)
    fields.kept("invoiceId")
    guard let accountId, let status, let generation, let currency, let lines else { return nil }
    return DebitMemo(
      id: id, accountId: accountId, status: status, invoiceGenerationStatus: generation,
      currency: currency, lines: lines, revision: revision)
  }

  private struct LineForm: ObjectForm {
    func readMembers(_ fields: inout ObjectReader) -> DebitMemo.Line? {
      let name = fields.required("name", .name)
      let quantity = fields.required("quantity", .decimal)
      let unitPrice = fields.required("unitPrice", .decimal)
      let amount = fields.required("amount", .decimal)
      let treatmentId = fields.optional("taxTreatmentId", IdentifierForm<TaxTreatment>())
      guard let name, let quantity, let unitPrice, let amount else { return nil }
      return DebitMemo.Line(
        name: name, quantity: quantity, unitPrice: unitPrice, amount: amount,
        taxTreatmentId: treatmentId)
    }
  }
}
