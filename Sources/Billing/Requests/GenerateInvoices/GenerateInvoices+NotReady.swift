extension GenerateInvoices.Selection {
  /// How many schedules have a warning of their own at most; the others are counted.
  private static let listedWarnings = 1_000

  /// Says of a schedule that is not ready why, with the error log that it waits for, and what to do (<doc:Generation>).
  ///
  /// `pointer`: where the request names it.
  mutating func warn(of schedule: BillingSchedule, at pointer: String?, _ error: OpenError?) {
    guard warnings.count < Self.listedWarnings else {
      unlistedNotReady += 1
      return
    }
    let error = schedule.progress?.status == .error ? error : nil
    warnings.append(
      Fault(
        code: .billingScheduleNotReady, message: schedule.reasonNotReady(error), pointer: pointer,
        source: RecordReference(.billingSchedule, schedule.id)))
    if let error, !openErrorLogs.contains(error.number) { openErrorLogs.append(error.number) }
  }

  mutating func takeWarnings(of other: Self) {
    let room = max(0, Self.listedWarnings - warnings.count)
    warnings += other.warnings.prefix(room)
    unlistedNotReady += other.unlistedNotReady + max(0, other.warnings.count - room)
    openErrorLogs += other.openErrorLogs.filter { !openErrorLogs.contains($0) }
  }

  /// With one that counts those that have none of their own.
  var allWarnings: [Fault] {
    guard unlistedNotReady > 0 else { return warnings }
    return warnings + [
      Fault(
        code: .billingScheduleNotReady,
        message: unlistedNotReady == 1
          ? "There is one more schedule that is not ready and not listed."
          : "There are \(unlistedNotReady) more schedules that are not ready and not listed.")
    ]
  }
}

extension BillingSchedule {
  fileprivate func reasonNotReady(_ error: OpenError?) -> String {
    guard progress?.status == .error else {
      return "Billing schedule \(id) waits for its milestone and was not billed. Send it with its "
        + "milestoneDate once the milestone is accomplished."
    }
    guard let error else {
      return "Billing schedule \(id) is in Error and was not billed. Correct what its error log "
        + "names, then send billing-schedule.recover.v1 for it."
    }
    let log = "\(error.number), \(error.code.rawValue)"
    return "Billing schedule \(id) is in Error and was not billed (\(log)): \(error.message) "
      + "Then send billing-schedule.recover.v1 for it."
  }
}
