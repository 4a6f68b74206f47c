/// Which schedules a run bills: members are and-ed, the values of one are or-ed; nil: whatever it is. Never an empty set.
package struct RunCriteria: Hashable, Sendable {
  /// As resolved for the schedule: by its group, itself, its account, or the default.
  package var legalEntityIds: Set<LegalEntity.ID>?
  /// ISO 4217 codes.
  package var currencies: Set<String>?
  /// As resolved for the schedule.
  package var invoiceGroupTypes: Set<InvoiceGroupType>?
  /// The schedule's ``BillingSchedule/runMatchingValue``.
  package var matchingValues: Set<String>?
  package var chargeTypes: Set<ChargeType>?
  package var accountIds: Set<Account.ID>?
  package var excludedAccountIds: Set<Account.ID> = []

  /// Accounts that one run names at most.
  package static let namedAccounts = 2_000

  package init() {}
}

/// What kind of charge a schedule is: by its method where that is Usage or Milestone, else by its unit.
package enum ChargeType: String, Hashable, Sendable, CaseIterable {
  case oneTime = "OneTime"
  case recurring = "Recurring"
  case usage = "Usage"
  case milestone = "Milestone"
}

extension BillingSchedule {
  package var chargeType: ChargeType {
    switch billingMethod {
    case .usage: .usage
    case .milestone: .milestone
    case .orderAmount, .evergreen:
      billingTermUnit == .oneTime ? .oneTime : .recurring
    }
  }
}
