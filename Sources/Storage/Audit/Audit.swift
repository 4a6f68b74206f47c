package import Billing
internal import CivilTime

/// Checks the promises on a live database: reads only, one snapshot, in constant memory (<doc:Lifecycle#Audit>).
package struct Audit {
  let database: any Database
  /// nil: of every account.
  let account: Account.ID?
  let now: UTCInstant
  /// Called every few thousand rows with how many were read.
  let progress: (Int) -> Void
  var report = AuditReport()
  private var rows = 0

  private static let progressStep = 10_000

  /// - Throws: ``StoreError`` when the database cannot be read; what is wrong with its contents is in the report.
  package static func run(
    over queries: Queries, account: Account.ID? = nil,
    progress: @escaping (Int) -> Void = { _ in }
  ) throws(StoreError) -> AuditReport {
    let session = queries.session
    let now = try session.now()
    return try session.reading { () throws(StoreError) in
      var audit = Audit(
        database: session.database, account: account, now: now, progress: progress)
      try audit.checkInvoices()
      try audit.checkSchedules()
      try audit.checkUsage()
      try audit.checkMemos()
      try audit.checkPayments()
      try audit.checkTakenBack()
      try audit.checkTaxes()
      if account == nil {
        try audit.checkRuns()
        try audit.checkNumbers()
        try audit.checkRequests()
      }
      return audit.report
    }
  }

  private init(
    database: any Database, account: Account.ID?, now: UTCInstant,
    progress: @escaping (Int) -> Void
  ) {
    self.database = database
    self.account = account
    self.now = now
    self.progress = progress
  }

  mutating func countRow() { count(rows: 1) }

  mutating func count(rows more: Int) {
    let steps = rows / Self.progressStep
    rows += more
    if rows / Self.progressStep > steps { progress(rows) }
  }

  /// A condition that restricts documents to the account; to be put behind another.
  func ofAccount(_ column: SQL = "account_id") -> SQL {
    account.map { " AND \(column) = \($0)" } ?? ""
  }

  /// The same for rows that name their invoice only.
  func ofAccountsInvoices(_ column: SQL = "invoice_id") -> SQL {
    account.map { " AND \(column) IN (SELECT id FROM invoice WHERE account_id = \($0))" } ?? ""
  }
}
