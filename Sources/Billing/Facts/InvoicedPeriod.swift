package import CivilTime
package import Monetary

/// A period of a schedule that a live invoice holds.
///
/// What it says is shared by all copies: of what may be taken back all live lines are gone through several times. Of a line it
/// keeps what periods go by, not the whole line.
package struct InvoicedPeriod: Hashable, Sendable {
  private let content: Content

  package var invoiceId: Invoice.ID { content.invoiceId }
  /// nil: a draft, or posted by the batch that is being planned.
  package var invoiceNumber: String? { content.invoiceNumber }
  package var line: Line { content.line }

  package init(invoiceId: Invoice.ID, invoiceNumber: String? = nil, line: Line) {
    content = Content(invoiceId: invoiceId, invoiceNumber: invoiceNumber, line: line)
  }

  package init(invoiceId: Invoice.ID, invoiceNumber: String? = nil, line: InvoiceLine) {
    self.init(
      invoiceId: invoiceId, invoiceNumber: invoiceNumber,
      line: Line(
        period: line.period, amount: line.amount, reissue: line.reissue,
        lateUsage: line.lateUsage))
  }

  /// What of an ``InvoiceLine`` the periods go by; its members are the line's.
  package struct Line: Hashable, Sendable {
    package let period: CivilPeriod?
    package let amount: Money
    package let reissue: Int
    package let lateUsage: Int

    package init(period: CivilPeriod?, amount: Money, reissue: Int, lateUsage: Int) {
      self.period = period
      self.amount = amount
      self.reissue = reissue
      self.lateUsage = lateUsage
    }
  }

  private final class Content: Hashable, Sendable {
    let invoiceId: Invoice.ID
    let invoiceNumber: String?
    let line: Line

    init(invoiceId: Invoice.ID, invoiceNumber: String?, line: Line) {
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
