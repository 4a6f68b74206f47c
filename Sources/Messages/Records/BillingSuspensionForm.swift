import Billing

/// Of a BillingSuspension.
struct BillingSuspensionForm: RecordFieldsForm {
  let id: String

  func read(_ fields: inout ObjectReader) -> BillingSuspension? {
    let target = SuspensionTargetForm().read(&fields)
    let suspendDate = fields.required(
      "suspendDate", .date, "The first target date that is suspended.")
    let resumeDate = fields.optional(
      "resumeDate", .date, "The first day that is billed again; without it the end is open.")
    let revision = fields.revision()
    guard let target, let suspendDate else { return nil }
    return BillingSuspension(
      id: RecordID(id), target: target, suspendDate: suspendDate, resumeDate: resumeDate,
      revision: revision)
  }
}
