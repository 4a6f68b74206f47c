import Billing

/// `invoice.generate.v1`.
struct GenerateInvoicesForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> GenerateInvoices? {
    GenerationForm(isPreview: false).read(&fields)
  }
}
