package import Billing

/// An error code: when it is given, and what to do about it. One entry each in ``groups``, from which `contract codes` and the
/// article about error codes are made.
package struct ErrorCodeEntry: Sendable {
  package let code: ErrorCode
  /// Whether what was asked for is done all the same.
  package let isWarning: Bool
  /// A sentence.
  package let when: String
  /// A sentence.
  package let fix: String

  /// By what they are about.
  package static let groups: [(title: String, entries: [ErrorCodeEntry])] = [
    ("Requests", requests),
    ("Records and usage", recordsAndUsage),
    ("Generation", generation),
    ("Ingestion", ingestion),
    ("Stored invoices", storedInvoices),
    ("Tasks and payment methods", tasksAndPaymentMethods),
    ("Invoice runs", invoiceRuns),
    ("Tax engine", taxEngine),
    ("Documents", documents),
    ("E-mails", emails),
    ("Credit and payments", creditAndPayments),
  ]

  package static let all: [ErrorCodeEntry] = groups.flatMap(\.entries)

  static func error(_ code: ErrorCode, _ when: String, _ fix: String) -> ErrorCodeEntry {
    ErrorCodeEntry(code: code, isWarning: false, when: when, fix: fix)
  }

  static func warning(_ code: ErrorCode, _ when: String, _ fix: String) -> ErrorCodeEntry {
    ErrorCodeEntry(code: code, isWarning: true, when: when, fix: fix)
  }
}
