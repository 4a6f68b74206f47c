/// `invoice.preview.v1`: what would be invoiced, for one period or several; nothing is stored.
package struct PreviewInvoices: Request {
  /// The first period's generation: a draft, for a preview has estimated tax and no number.
  package let generation: GenerateInvoices
  /// 1–24.
  package let periods: Int

  package init(generation: GenerateInvoices, periods: Int) {
    self.generation = generation
    self.periods = periods
  }
}
