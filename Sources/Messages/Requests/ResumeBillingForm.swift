import Billing

/// `billing.resume.v1`.
struct ResumeBillingForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> ResumeBilling? {
    let id = fields.required(
      "suspensionId", IdentifierForm<BillingSuspension>(), "The suspension that ends.")
    let resumeDate = fields.required(
      "resumeDate", .date, "The first day that is billed again.")
    guard let id, let resumeDate else { return nil }
    return ResumeBilling(suspensionId: id, resumeDate: resumeDate)
  }
}
