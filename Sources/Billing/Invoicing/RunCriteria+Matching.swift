import Monetary

extension RunCriteria {
  /// Whether a run bills a schedule (<doc:InvoiceRuns#Criteria>): legal entity and group type as they hold for the schedule
  /// now, whoever decides them.
  func match(_ schedule: BillingSchedule, on facts: WorkingSet) -> Bool {
    guard let account = facts.accounts[schedule.accountId],
      !excludedAccountIds.contains(account.id),
      accountIds?.contains(account.id) ?? true,
      currencies?.contains(account.currency.code) ?? true,
      chargeTypes?.contains(schedule.chargeType) ?? true
    else { return false }
    if let matchingValues {
      // Texts that only look alike are different ones, as for the database that selects the accounts.
      guard let value = schedule.runMatchingValue, let place = matchingValues.firstIndex(of: value),
        matchingValues[place].utf8.elementsEqual(value.utf8)
      else { return false }
    }
    guard legalEntityIds != nil || invoiceGroupTypes != nil else { return true }
    let terms = facts.invoicingTerms(of: schedule, account: account)
    if let legalEntityIds {
      guard let id = terms.legalEntityId, legalEntityIds.contains(id) else { return false }
    }
    return invoiceGroupTypes?.contains(terms.groupType) ?? true
  }
}
