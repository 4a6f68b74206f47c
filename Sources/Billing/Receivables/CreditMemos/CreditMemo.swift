package import CivilTime
package import Monetary

/// What an account is credited with: stand-alone, of invoice lines, or the mirror of an invoice that was voided
/// (<doc:Lifecycle#Credit-memos>).
package struct CreditMemo: Hashable, Sendable, Identifiable {
  package let id: RecordID<CreditMemo>
  /// Given last in the transaction; nil only until then.
  package var number: String?
  package var numberOrigin: NumberOrigin?
  package var status: Status = .posted
  package var accountId: Account.ID
  package var accountName: String?
  package var currency: Currency
  package var legalEntityId: LegalEntity.ID?
  package var creditDate: CivilDate
  package var sourceAction: SourceAction
  /// The invoice that it voids, writes off or is converted from, or whose lines it credits; nil for a stand-alone one and
  /// for one that credits lines of several.
  package var invoiceId: Invoice.ID?
  package var reasonCode: String?
  package var description: String?
  package var uniqueIdentifier: String?
  package var lines: [CreditMemoLine]
  package var totalAmount: Money
  package var totalTaxAmount: Money
  package var totalAmountWithTax: Money
  /// Mirrored from a voided invoice: what its total with tax and what was payable differ by.
  package var prepaidAmount: Money
  package var payableRounding: Money
  /// What it credits in all: the total with tax, of the memo of a void what was payable. Negative only where the memo mirrors
  /// a negative invoice.
  package var credited: Money
  /// Net of what was taken back.
  package var applied: Money
  package var refunded: Money
  /// The UTC day on which it was recorded.
  package var recordedDate: CivilDate
  package var voidedDate: CivilDate?
  package var voidReason: String?
  package var request: RequestKey

  package init(
    id: RecordID<CreditMemo>, accountId: Account.ID, accountName: String?, currency: Currency,
    legalEntityId: LegalEntity.ID?, creditDate: CivilDate, sourceAction: SourceAction,
    invoiceId: Invoice.ID?, lines: [CreditMemoLine], totalAmount: Money, totalTaxAmount: Money,
    totalAmountWithTax: Money, credited: Money, recordedDate: CivilDate, request: RequestKey
  ) {
    self.id = id
    self.accountId = accountId
    self.accountName = accountName
    self.currency = currency
    self.legalEntityId = legalEntityId
    self.creditDate = creditDate
    self.sourceAction = sourceAction
    self.invoiceId = invoiceId
    self.lines = lines
    self.totalAmount = totalAmount
    self.totalTaxAmount = totalTaxAmount
    self.totalAmountWithTax = totalAmountWithTax
    self.credited = credited
    self.recordedDate = recordedDate
    self.request = request
    prepaidAmount = .zero(currency)
    payableRounding = .zero(currency)
    applied = .zero(currency)
    refunded = .zero(currency)
  }

  package enum Status: String, Hashable, Sendable, CaseIterable {
    case posted = "Posted"
    case voided = "Voided"
  }

  package enum SourceAction: String, Hashable, Sendable, CaseIterable {
    case standalone = "Standalone"
    case invoiceLines = "InvoiceLines"
    case voidPostedInvoice = "VoidPostedInvoice"
    case writeOffPostedInvoice = "WriteOffPostedInvoice"
    case negativeInvoiceLineConversion = "NegativeInvoiceLineConversion"
  }

  /// The day from which it counts in the account's books.
  package var bookDate: CivilDate { min(creditDate, recordedDate) }

  /// What is left to apply or to refund; 0 when it is voided. All three parts are within what was credited, so nothing
  /// overflows.
  package var balance: Money {
    guard status == .posted else { return .zero(currency) }
    let left = credited.minorUnits - applied.minorUnits - refunded.minorUnits
    return (try? Money(minorUnits: left, currency: currency)) ?? .zero(currency)
  }
}
