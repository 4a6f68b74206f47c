package import CivilTime

extension Invoice {
  /// What an invoice of a billing contract bills, from the first day to the last, OneTime charges included
  /// (<doc:Contracts#Cycles>); nil for an invoice of no contract.
  package var billingCycle: CivilPeriod? {
    let periods = lines.compactMap(\.period)
    guard billingContractId != nil, let first = periods.map(\.from).min(),
      let end = periods.map(\.to).max()
    else { return nil }
    return CivilPeriod(from: first, to: end)
  }
}
