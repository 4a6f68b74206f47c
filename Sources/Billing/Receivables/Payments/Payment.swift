package import CivilTime
package import Monetary

/// Money that came in, as a bank or provider reported it (<doc:Lifecycle#Payments>). What it says never changes; what became
/// of it is sums of ledger rows, net of what was taken back.
package struct Payment: Hashable, Sendable, Identifiable {
  /// The sender's: the business key.
  package let id: RecordID<Payment>
  package let accountId: Account.ID
  package let currency: Currency
  /// More than 0.
  package let amount: Money
  package let receivedDate: CivilDate
  package let method: String?
  package let reference: String?
  package let savedPaymentMethodId: String?
  /// The UTC day on which it was recorded.
  package let recordedDate: CivilDate
  package let request: RequestKey
  package var applied: Money
  package var refunded: Money
  package var reversed: Money

  package init(
    id: RecordID<Payment>, accountId: Account.ID, amount: Money, receivedDate: CivilDate,
    method: String? = nil, reference: String? = nil, savedPaymentMethodId: String? = nil,
    recordedDate: CivilDate, request: RequestKey
  ) {
    self.id = id
    self.accountId = accountId
    self.currency = amount.currency
    self.amount = amount
    self.receivedDate = receivedDate
    self.method = method
    self.reference = reference
    self.savedPaymentMethodId = savedPaymentMethodId
    self.recordedDate = recordedDate
    self.request = request
    applied = .zero(amount.currency)
    refunded = .zero(amount.currency)
    reversed = .zero(amount.currency)
  }

  /// The day from which it counts in the account's books.
  package var bookDate: CivilDate { min(receivedDate, recordedDate) }

  /// What is left to apply, to refund or to reverse. All parts are within the amount, so nothing overflows.
  package var unapplied: Money {
    let left =
      amount.minorUnits - applied.minorUnits - refunded.minorUnits - reversed.minorUnits
    return (try? Money(minorUnits: left, currency: currency)) ?? .zero(currency)
  }
}
