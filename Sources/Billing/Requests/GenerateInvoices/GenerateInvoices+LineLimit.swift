import CivilTime

extension GenerateInvoices {
  /// The refusal of a request that would make too many lines; nil when it does not.
  func lineLimitFaults(of groups: [InvoiceGroup]) -> RequestFaults? {
    guard let excess = LineLimit.excess(of: groups, dueBy: lastDueDay) else { return nil }
    let sentence =
      switch excess.scope {
      case .invoice(let key):
        "The invoice \(key) would have \(excess.count) lines; the limit is "
          + "\(LineLimit.perInvoice) lines an invoice."
      case .request:
        "The request would make \(excess.count) lines; the limit is "
          + "\(LineLimit.perRequest) lines a request."
      }
    let remedy =
      if let day = LineLimit.lastFittingDay(for: groups, before: lastDueDay) {
        "An earlier target date that fits is "
          + "\(isTargetDateInclusive ? day : day.adding(days: 1)): bill up to it first."
      } else {
        "No earlier target date fits: name fewer billing schedules, or give them different "
          + "invoice group keys."
      }
    let message = sentence + " " + remedy
    // One log on each account concerned; they are the same one for an account or an order.
    let accounts = Set(groups.map(\.account.id)).sorted()
    let logs = accounts.map { accountId in
      ErrorLogEntry(
        category: .invoiceGeneration, code: .limitExceeded, message: message,
        primaryRecord: primaryRecord(for: accountId), accountId: accountId)
    }
    return RequestFaults(
      errors: [Fault(code: .limitExceeded, message: message, pointer: "/targetDate")],
      errorLogs: logs)
  }
}
