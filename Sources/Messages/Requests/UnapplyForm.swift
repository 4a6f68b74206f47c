import Billing
import CivilTime
import JSON

/// `payment.unapply.v1`.
struct UnapplyPaymentForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> Unapply? {
    let isOne = fields.exclusive(["applicationIds", "paymentId"])
    let applications = fields.optional(
      "applicationIds", ApplicationIdentifiers.form, "The applications, whole.")
    let paymentId = fields.optional(
      "paymentId", IdentifierForm<Payment>(), "The payment of which all are taken back.")
    let invoiceId = fields.optional(
      "invoiceId", IdentifierForm<Invoice>(), "The one invoice of which they are taken back.")
    let effectiveDate = fields.effectiveDate(ApplicationIdentifiers.effectiveDateSentence)
    if invoiceId != nil, !fields.isGiven("paymentId"), isOne {
      fields.refuse("invoiceId", "goes with paymentId only")
    }
    guard isOne else { return nil }
    let target: Unapply.Target? =
      applications.map { .applications($0) }
      ?? paymentId.map { .payment($0, invoiceId: invoiceId) }
    return target.map { Unapply(kind: .ofPayments, target: $0, effectiveDate: effectiveDate) }
  }
}

/// `credit-memo.unapply.v1`.
struct UnapplyCreditMemoForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> Unapply? {
    let applications = fields.required(
      "applicationIds", ApplicationIdentifiers.form, "The applications, whole.")
    let effectiveDate = fields.effectiveDate(ApplicationIdentifiers.effectiveDateSentence)
    return applications.map {
      Unapply(kind: .ofCreditMemos, target: .applications($0), effectiveDate: effectiveDate)
    }
  }
}

/// The applications that a request names, each once.
private enum ApplicationIdentifiers {
  static let effectiveDateSentence =
    "The day from which it counts, not before an application's; without it today."

  static var form: DistinctListForm<IdentifierForm<Application>, Application.ID> {
    DistinctListForm(
      list: ListForm(
        element: IdentifierForm<Application>(), limit: Unapply.namedApplications,
        things: "applications"),
      keyName: "", key: { $0 }, thing: { _ in "application" })
  }
}
