package import CivilTime
package import Monetary

/// Credits an account, stand-alone or lines of its invoices (<doc:Lifecycle#Credit-memos>).
package struct CreateCreditMemo: Request {
  /// Lines that a memo may have.
  package static let mostLines = 1_000

  package let accountId: Account.ID
  package let currency: Currency
  package let creditDate: CivilDate
  package let legalEntityId: LegalEntity.ID?
  package let reasonCode: String?
  package let description: String?
  package let uniqueIdentifier: String?
  /// 1 to ``mostLines``.
  package let lines: [Line]
  package let applications: [RequestedApplication]

  package init(
    accountId: Account.ID, currency: Currency, creditDate: CivilDate,
    legalEntityId: LegalEntity.ID? = nil, reasonCode: String? = nil, description: String? = nil,
    uniqueIdentifier: String? = nil, lines: [Line], applications: [RequestedApplication] = []
  ) {
    self.accountId = accountId
    self.currency = currency
    self.creditDate = creditDate
    self.legalEntityId = legalEntityId
    self.reasonCode = reasonCode
    self.description = description
    self.uniqueIdentifier = uniqueIdentifier
    self.lines = lines
    self.applications = applications
  }

  package struct Line: Hashable, Sendable {
    package let name: String
    /// More than 0.
    package let amount: ExactDecimal
    package let taxTreatmentId: TaxTreatment.ID?
    package let invoiceLine: InvoiceLineName?
    /// nil: CopyFromInvoiceLine for a line of an invoice, else Calculate.
    package let taxStrategy: CreditMemoLine.TaxStrategy?
    /// Of ManualOverride.
    package let taxAmount: ExactDecimal?

    package init(
      name: String, amount: ExactDecimal, taxTreatmentId: TaxTreatment.ID? = nil,
      invoiceLine: InvoiceLineName? = nil, taxStrategy: CreditMemoLine.TaxStrategy? = nil,
      taxAmount: ExactDecimal? = nil
    ) {
      self.name = name
      self.amount = amount
      self.taxTreatmentId = taxTreatmentId
      self.invoiceLine = invoiceLine
      self.taxStrategy = taxStrategy
      self.taxAmount = taxAmount
    }
  }

  package struct InvoiceLineName: Hashable, Sendable {
    package let invoiceId: Invoice.ID
    package let invoiceLineId: String

    package init(invoiceId: Invoice.ID, invoiceLineId: String) {
      self.invoiceId = invoiceId
      self.invoiceLineId = invoiceLineId
    }
  }
}
