import Billing

/// The fields of a BillingSuspension.
enum BillingSuspensionFields {
  static func read(
    _ id: BillingSuspension.ID, _ fields: inout ObjectReader
  ) -> BillingSuspension? {
    let target = readTarget(&fields)
    let suspendDate = fields.required("suspendDate", .date)
    let resumeDate = fields.optional("resumeDate", .date)
    let revision = fields.optional("revision", .revision)
    guard let target, let suspendDate else { return nil }
    return BillingSuspension(
      id: id, target: target, suspendDate: suspendDate, resumeDate: resumeDate, revision: revision)
  }

  /// Exactly one of the three.
  static func readTarget(_ fields: inout ObjectReader) -> BillingSuspension.Target? {
    let isOne = fields.checkExclusive([
      "accountId", "billingScheduleGroupId", "billingScheduleId",
    ])
    let account = fields.optional("accountId", IdentifierForm<Account>())
    let group = fields.optional("billingScheduleGroupId", IdentifierForm<BillingScheduleGroup>())
    let schedule = fields.optional("billingScheduleId", IdentifierForm<BillingSchedule>())
    guard isOne else { return nil }
    return account.map { .account($0) } ?? group.map { .billingScheduleGroup($0) }
      ?? schedule.map { .billingSchedule($0) }
  }
}
