import Billing
import CivilTime

/// `{billingContractId, billingCycle?: {startDate, endDate}, triggerPostInvoicingTasks?}`.
struct ContractSelectionForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> ContractSelection? {
    let id = fields.required(
      "billingContractId", IdentifierForm<BillingContract>(), "The contract that is billed.")
    let cycle = fields.optional(
      "billingCycle", CycleForm(),
      "The cycle that is billed; without it the next one that is not invoiced.")
    let triggers =
      fields.optional(
        "triggerPostInvoicingTasks", .flag,
        "Whether the tasks that the contract enables follow the invoice (without it false).")
      ?? false
    guard let id else { return nil }
    return ContractSelection(
      billingContractId: id, billingCycle: cycle, triggersPostInvoicingTasks: triggers)
  }

  /// Both days inclusive.
  private struct CycleForm: ObjectForm {
    func read(_ fields: inout ObjectReader) -> CivilPeriod? {
      let start = fields.required("startDate", .date, "The cycle's first day.")
      let end = fields.required("endDate", .date, "The cycle's last day.")
      guard let start, let end else { return nil }
      guard start <= end else {
        fields.refuse("endDate", "must not be before startDate")
        return nil
      }
      return CivilPeriod(first: start, last: end)
    }
  }
}
