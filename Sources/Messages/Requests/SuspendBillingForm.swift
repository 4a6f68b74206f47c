import Billing

/// `billing.suspend.v1`.
struct SuspendBillingForm {
  func read(_ fields: inout ObjectReader) -> SuspendBilling? {
    let earlierFaults = fields.faults.count
    let id = fields.required("suspensionId", IdentifierForm<BillingSuspension>())
    let target = BillingSuspensionFields.readTarget(&fields)
    let suspendDate = fields.required("suspendDate", .date)
    let resumeDate = fields.optional("resumeDate", .date)
    guard let id, let target, let suspendDate else { return nil }
    let suspension = BillingSuspension(
      id: id, target: target, suspendDate: suspendDate, resumeDate: resumeDate)
    if fields.faults.count == earlierFaults {
      for fault in suspension.fieldFaults { fields.faults.refuse(fault) }
    }
    return SuspendBilling(suspension: suspension)
  }
}
