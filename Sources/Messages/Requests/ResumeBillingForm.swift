import Billing

/// `billing.resume.v1`.
struct ResumeBillingForm {
  func read(_ fields: inout ObjectReader) -> ResumeBilling? {
    let id = fields.required("suspensionId", IdentifierForm<BillingSuspension>())
    let resumeDate = fields.required("resumeDate", .date)
    guard let id, let resumeDate else { return nil }
    return ResumeBilling(suspensionId: id, resumeDate: resumeDate)
  }
}
