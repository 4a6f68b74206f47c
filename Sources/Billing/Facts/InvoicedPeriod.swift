/// A period of a schedule that a live invoice holds.
///
/// What it says is shared by all copies: of what may be taken back all live lines are gone through several times.
package struct InvoicedPeriod: Hashable, Sendable {
  private let content: Content

  package var invoiceId: Invoice.ID { content.invoiceId }
  /// nil: a draft, or posted by the batch that is being planned.
  package var invoiceNumber: String? { content.invoiceNumber }
  package var line: InvoiceLine { content.line }

  package init(invoiceId: Invoice.ID, invoiceNumber: String? = nil, line: InvoiceLine) {
    content = Content(invoiceId: invoiceId, invoiceNumber: invoiceNumber, line: line)
  }

  private final class Content: Hashable, Sendable {
    let invoiceId: Invoice.ID
    let invoiceNumber: String?
    let line: InvoiceLine

    init(invoiceId: Invoice.ID, invoiceNumber: String?, line: InvoiceLine) {
      self.invoiceId = invoiceId
      self.invoiceNumber = invoiceNumber
      self.line = line
    }

    static func == (left: Content, right: Content) -> Bool {
      left === right
        || (left.invoiceId == right.invoiceId && left.invoiceNumber == right.invoiceNumber
          && left.line == right.line)
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(invoiceId)
      hasher.combine(invoiceNumber)
      hasher.combine(line)
    }
  }
}
