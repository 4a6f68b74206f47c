import Billing

/// `invoice.preview.v1`.
struct PreviewInvoicesForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> PreviewInvoices? {
    let periods =
      fields.optional(
        "periods", .integer(1...24), "How many invoices in a row are shown (without it 1).") ?? 1
    return GenerationForm(isPreview: true).read(&fields).map {
      PreviewInvoices(generation: $0, periods: periods)
    }
  }
}
