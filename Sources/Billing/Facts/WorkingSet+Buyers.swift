extension WorkingSet {
  /// The accounts known by one of these, as far as they are loaded, in order. A VAT identifier counts before electronic
  /// addresses, which may be a provider's.
  package func accounts(ofBuyer keys: Set<BuyerKey>) -> [Account.ID] {
    guard !keys.isEmpty else { return [] }
    let byVAT = accounts.values.filter { account in
      account.details.vatId.map { keys.contains(BuyerKey(vatId: $0)) } ?? false
    }
    let byAddress = accounts.values.filter { account in
      account.details.electronicAddress.map { keys.contains(.electronicAddress($0)) } ?? false
    }
    guard byVAT.count != 1 else { return byVAT.map(\.id) }
    // Several of one VAT identifier, the branches of a company, are told apart by their addresses.
    let both = byVAT.filter { account in byAddress.contains { $0.id == account.id } }
    if both.count == 1 || byVAT.isEmpty {
      return (byVAT.isEmpty ? byAddress : both).map(\.id).sorted()
    }
    return byVAT.map(\.id).sorted()
  }
}
