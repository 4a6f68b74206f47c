extension WorkingSet {
  /// The schedules of a contract, by their own field or their group's, in order of identifier.
  func schedules(of contract: BillingContract) -> [BillingSchedule] {
    schedules(of: contract.accountId).compactMap { schedules[$0] }
      .filter { self.contract(of: $0) == contract.id }
      .sorted { $0.id < $1.id }
  }
}
