package import CivilTime

/// Takes applications back: `payment.unapply.v1`, `credit-memo.unapply.v1` (<doc:Lifecycle#Taking-back>).
package struct Unapply: Request {
  /// Applications that one request may name.
  package static let namedApplications = 200

  /// Whose applications these are: one of the other kind is not found.
  package let kind: Kind
  package let target: Target
  package let effectiveDate: CivilDate?

  package init(kind: Kind, target: Target, effectiveDate: CivilDate? = nil) {
    self.kind = kind
    self.target = target
    self.effectiveDate = effectiveDate
  }

  package enum Kind: Hashable, Sendable {
    case ofPayments
    case ofCreditMemos
  }

  package enum Target: Hashable, Sendable {
    /// Without repeats, in the request's order.
    case applications([Application.ID])
    /// All that stand of a payment, or of it on one invoice.
    case payment(Payment.ID, invoiceId: Invoice.ID?)
  }
}
