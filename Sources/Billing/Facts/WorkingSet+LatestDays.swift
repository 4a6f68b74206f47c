import CivilTime

/// The day that nothing recorded later may lie before.
extension WorkingSet {
  /// The UTC day of the transaction; where this worker's clock lies behind, the latest day on which anything was recorded for
  /// the account.
  func today(of account: Account.ID, at now: UTCInstant) -> CivilDate {
    max(now.date, ledger.latestDays[account] ?? now.date)
  }

  /// The days on which invoices are posted or voided here. One that was posted elsewhere says a day of its own.
  mutating func noteDays(of effects: InvoiceEffects) {
    for invoice in effects.made where invoice.creationMode != .external {
      noteRecorded(on: invoice.postedDate, for: invoice.accountId)
    }
    for change in effects.changed {
      let invoice = change.invoice
      for act in change.acts {
        switch act {
        case .posted: noteRecorded(on: invoice.postedDate, for: invoice.accountId)
        case .voided: noteRecorded(on: invoice.voidedDate, for: invoice.accountId)
        default: break
        }
      }
    }
  }

  private mutating func noteRecorded(on day: CivilDate?, for account: Account.ID) {
    if let day { ledger.noteRecorded(on: day, for: account) }
  }
}
