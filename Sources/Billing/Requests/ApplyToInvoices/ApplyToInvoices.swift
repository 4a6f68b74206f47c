package import CivilTime

/// Settles invoices from a payment or a credit memo: `payment.apply.v1`, `credit-memo.apply.v1`
/// (<doc:Lifecycle#Applying>).
package struct ApplyToInvoices: Request {
  package let source: LedgerSource
  package let settlement: RequestedSettlement
  package let effectiveDate: CivilDate?

  package init(
    source: LedgerSource, settlement: RequestedSettlement, effectiveDate: CivilDate? = nil
  ) {
    self.source = source
    self.settlement = settlement
    self.effectiveDate = effectiveDate
  }
}
