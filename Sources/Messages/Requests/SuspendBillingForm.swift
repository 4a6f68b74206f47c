import Billing

/// `billing.suspend.v1`.
struct SuspendBillingForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> SuspendBilling? {
    fields.holding(to: { $0.suspension.fieldFaults }) { fields in
      let id = fields.required(
        "suspensionId", IdentifierForm<BillingSuspension>(),
        "The suspension's identifier, chosen by the sender.")
      let target = SuspensionTargetForm().read(&fields)
      let suspendDate = fields.required(
        "suspendDate", .date, "The first target date that is suspended.")
      let resumeDate = fields.optional(
        "resumeDate", .date, "The first day that is billed again; without it the end is open.")
      guard let id, let target, let suspendDate else { return nil }
      return SuspendBilling(
        suspension: BillingSuspension(
          id: id, target: target, suspendDate: suspendDate, resumeDate: resumeDate))
    }
  }
}
