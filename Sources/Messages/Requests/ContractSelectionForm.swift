import Billing
import CivilTime

/// `{billingContractId, billingCycle?: {startDate, endDate}, triggerPostInvoicingTasks?}`.
struct ContractSelectionForm: ObjectForm {
  func readMembers(_ fields: inout ObjectReader) -> ContractSelection? {
    let id = fields.required("billingContractId", IdentifierForm<BillingContract>())
    let cycle = fields.optional("billingCycle", CycleForm())
    let triggers = fields.optional("triggerPostInvoicingTasks", .flag) ?? false
    guard let id else { return nil }
    return ContractSelection(
      billingContractId: id, billingCycle: cycle, triggersPostInvoicingTasks: triggers)
  }

  /// Both days inclusive.
  private struct CycleForm: ObjectForm {
    func readMembers(_ fields: inout ObjectReader) -> CivilPeriod? {
      let start = fields.required("startDate", .date)
      let end = fields.required("endDate", .date)
      guard let start, let end else { return nil }
      guard start <= end else {
        fields.refuse("endDate", "must not be before startDate")
        return nil
      }
      return CivilPeriod(first: start, last: end)
    }
  }
}
