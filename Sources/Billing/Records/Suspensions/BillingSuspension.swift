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

extension BillingSuspension: RecordKind {
  package static var type: RecordType { .billingSuspension }
  package static var stage: RecordStage { .billing }
  package static var place: WritableKeyPath<RecordTables, [ID: BillingSuspension]> { \.suspensions }
  package var record: Record { .billingSuspension(self) }

  package var links: [RecordLink] {
    switch target {
    case .account(let id): [RecordLink("accountId", id)]
    case .billingScheduleGroup(let id): [RecordLink("billingScheduleGroupId", id)]
    case .billingSchedule(let id): [RecordLink("billingScheduleId", id)]
    }
  }

  package var fieldFaults: [FieldFault] {
    guard let resumeDate, resumeDate <= suspendDate else { return [] }
    return [
      FieldFault(
        field: "resumeDate",
        sentence:
          "resumeDate \(resumeDate) must be after suspendDate \(suspendDate): it is the first day "
          + "that is invoiced again.")
    ]
  }

  package func insert(into tables: inout RecordTables) { tables.insert(self) }
}
