import Billing

/// `invoice.convert-to-credit.v1`.
struct ConvertToCreditForm: RequestForm {
  /// Lines that one request may name.
  private static let namedLines = 2_000

  func read(_ fields: inout ObjectReader) -> ConvertToCredit? {
    let id = fields.required(
      "invoiceId", IdentifierForm<Invoice>(), "The posted invoice, by its identifier.")
    let lineIds = fields.optional(
      "lineIds",
      DistinctListForm(
        list: ListForm(
          element: TextForm(maximum: IngestedText.label), limit: Self.namedLines, things: "lines"),
        keyName: "", key: { $0 }, thing: { _ in "line" }),
      "Negative lines of it; without them every one that is not converted yet.")
    let effectiveDate = fields.effectiveDate("The day from which it counts; without it today.")
    let applies =
      fields.optional(
        "applyToInvoice", .flag,
        "Whether the memo is applied to the invoice, as far as it goes (without it true).") ?? true
    let version = fields.expectedVersion()
    return id.map {
      ConvertToCredit(
        invoiceId: $0, lineIds: lineIds, effectiveDate: effectiveDate, appliesToInvoice: applies,
        expectedVersion: version)
    }
  }
}
