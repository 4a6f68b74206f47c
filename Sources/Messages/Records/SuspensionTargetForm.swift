import Billing

/// What a suspension holds for, exactly one of three: a part of the table of the record and of the request.
struct SuspensionTargetForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> BillingSuspension.Target? {
    let isOne = fields.exclusive(["accountId", "billingScheduleGroupId", "billingScheduleId"])
    let account = fields.optional(
      "accountId", IdentifierForm<Account>(), "The account of which nothing is billed.")
    let group = fields.optional(
      "billingScheduleGroupId", IdentifierForm<BillingScheduleGroup>(),
      "The group of which nothing is billed.")
    let schedule = fields.optional(
      "billingScheduleId", IdentifierForm<BillingSchedule>(), "The schedule that is not billed.")
    guard isOne else { return nil }
    return account.map { .account($0) } ?? group.map { .billingScheduleGroup($0) }
      ?? schedule.map { .billingSchedule($0) }
  }
}
