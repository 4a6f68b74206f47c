package import CivilTime
package import Monetary

/// Records money that came in, and applies it where the request says so (<doc:Lifecycle#Payments>).
package struct RecordPayment: Request {
  package let payment: IncomingPayment
  /// nil: it stays unapplied.
  package let settlement: RequestedSettlement?
  package let effectiveDate: CivilDate?

  package init(
    payment: IncomingPayment, settlement: RequestedSettlement? = nil,
    effectiveDate: CivilDate? = nil
  ) {
    self.payment = payment
    self.settlement = settlement
    self.effectiveDate = effectiveDate
  }

  package struct IncomingPayment: Hashable, Sendable {
    package let id: Payment.ID
    package let accountId: Account.ID
    package let currency: Currency
    /// More than 0.
    package let amount: ExactDecimal
    package let receivedDate: CivilDate
    package let method: String?
    package let reference: String?
    package let savedPaymentMethodId: String?

    package init(
      id: Payment.ID, accountId: Account.ID, currency: Currency, amount: ExactDecimal,
      receivedDate: CivilDate, method: String? = nil, reference: String? = nil,
      savedPaymentMethodId: String? = nil
    ) {
      self.id = id
      self.accountId = accountId
      self.currency = currency
      self.amount = amount
      self.receivedDate = receivedDate
      self.method = method
      self.reference = reference
      self.savedPaymentMethodId = savedPaymentMethodId
    }
  }
}
