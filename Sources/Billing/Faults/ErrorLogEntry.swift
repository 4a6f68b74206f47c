/// An error to be recorded. A stored log with the same category, primary and related record is replaced by it
/// (<doc:ErrorLog>).
package struct ErrorLogEntry: Hashable, Sendable {
  package let category: ErrorLogCategory
  package let severity: Severity
  package let code: ErrorCode
  package let message: String
  package let primaryRecord: RecordReference
  package let relatedRecord: RecordReference?
  /// Whose list the log is on; the account of the primary record, also when that is an order.
  package let accountId: Account.ID?

  package init(
    category: ErrorLogCategory,
    severity: Severity = .error,
    code: ErrorCode,
    message: String,
    primaryRecord: RecordReference,
    relatedRecord: RecordReference? = nil,
    accountId: Account.ID? = nil
  ) {
    self.category = category
    self.severity = severity
    self.code = code
    self.message = message
    self.primaryRecord = primaryRecord
    self.relatedRecord = relatedRecord
    self.accountId = accountId
  }

  package enum Severity: String, Hashable, Sendable, CaseIterable {
    case error = "Error"
    case warning = "Warning"
  }
}
