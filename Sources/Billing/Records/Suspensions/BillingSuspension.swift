package import CivilTime

/// An interval `[suspendDate, resumeDate)` in which an account, a group or a schedule is not invoiced.
package struct BillingSuspension: Hashable, Sendable, Identifiable {
  package let id: RecordID<BillingSuspension>
  package var target: Target
  package var suspendDate: CivilDate
  /// The first day that is invoiced again; absent = open.
  package var resumeDate: CivilDate?
  package var revision: Int64?

  package init(
    id: RecordID<BillingSuspension>,
    target: Target,
    suspendDate: CivilDate,
    resumeDate: CivilDate? = nil,
    revision: Int64? = nil
  ) {
    self.id = id
    self.target = target
    self.suspendDate = suspendDate
    self.resumeDate = resumeDate
    self.revision = revision
  }

  package enum Target: Hashable, Sendable {
    case account(Account.ID)
    case billingScheduleGroup(BillingScheduleGroup.ID)
    case billingSchedule(BillingSchedule.ID)
  }
}
