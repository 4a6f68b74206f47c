import Billing
import CivilTime
import JSON

/// `{invoiceId, amount}`: how much goes to an invoice, or comes back from it.
struct RequestedApplicationForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> RequestedApplication? {
    let id = fields.required("invoiceId", IdentifierForm<Invoice>(), "The invoice.")
    let amount = fields.required(
      "amount", .positiveDecimal, "How much, in the currency of what it comes from.")
    guard let id, let amount else { return nil }
    return RequestedApplication(invoiceId: id, amount: amount)
  }

  /// As many as a request may make, each invoice once.
  static func list(
    _ things: String
  ) -> DistinctListForm<RequestedApplicationForm, Invoice.ID> {
    DistinctListForm(
      list: ListForm(
        element: RequestedApplicationForm(), limit: RequestedSettlement.most, things: things),
      keyName: "invoiceId", key: \.invoiceId, thing: { _ in "invoice" })
  }
}

/// `autoApply`: in which order invoices are settled that nobody names.
private enum AutoApply: String, CaseIterable {
  case oldestFirst = "OldestFirst"
}

extension ObjectReader {
  /// `applications` or `autoApply`; or neither, where nothing needs to be settled.
  mutating func settlement(mayBeAbsent: Bool) -> RequestedSettlement? {
    let isOne = exclusive(["applications", "autoApply"], mayBeAbsent: mayBeAbsent)
    let applications = optional(
      "applications", RequestedApplicationForm.list("applications"),
      "Which invoices it settles, and how much of each; all of them or none.")
    let order = optional(
      "autoApply", ChoiceForm<AutoApply>(),
      "OldestFirst: open invoices of the account and currency, the earliest due first.")
    guard isOne else { return nil }
    return applications.map { .applications($0) } ?? order.map { _ in .oldestFirst }
  }

  /// The day from which something counts.
  mutating func effectiveDate(_ sentence: String) -> CivilDate? {
    optional("effectiveDate", .date, sentence)
  }
}
