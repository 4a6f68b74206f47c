import Billing

/// The stages of an import: a stage begins when the one before is complete, so that what a record names
/// is stored before the record itself.
package enum ImportStage: Int, Hashable, Sendable, CaseIterable, Comparable {
  /// What names nothing.
  case foundations
  /// Accounts name contacts and contacts name accounts: an account and its contacts travel in one
  /// request, which checks references when all of it is in.
  case accounts
  case orders
  case groups
  case schedules
  case suspensions

  /// An unknown type goes last: the worker is asked anyway, and says what is
  /// wrong with it.
  package init(recordType: String) {
    switch RecordType(rawValue: recordType) {
    case .legalEntity, .paymentTerm, .taxTreatment, .taxRate, .sequencePolicy: self = .foundations
    case .account, .contact: self = .accounts
    case .order, .billingContract, .debitMemo: self = .orders
    case .billingScheduleGroup: self = .groups
    case .billingSchedule: self = .schedules
    case .billingSuspension, .usageRecord: self = .suspensions
    case .invoice, .request, nil: self = .suspensions
    }
  }

  package static func < (left: ImportStage, right: ImportStage) -> Bool {
    left.rawValue < right.rawValue
  }
}
