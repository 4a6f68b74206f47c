package import CivilTime

/// Makes negative lines of a posted invoice, or a credit note as a whole, into a credit memo
/// (<doc:Lifecycle#Converting-negative-lines>).
package struct ConvertToCredit: Request {
  package let invoiceId: Invoice.ID
  /// nil: every negative line that is not converted yet.
  package let lineIds: [String]?
  package let effectiveDate: CivilDate?
  package let appliesToInvoice: Bool
  package let expectedVersion: Int64?

  package init(
    invoiceId: Invoice.ID, lineIds: [String]? = nil, effectiveDate: CivilDate? = nil,
    appliesToInvoice: Bool = true, expectedVersion: Int64? = nil
  ) {
    self.invoiceId = invoiceId
    self.lineIds = lineIds
    self.effectiveDate = effectiveDate
    self.appliesToInvoice = appliesToInvoice
    self.expectedVersion = expectedVersion
  }
}
