import CivilTime

extension GenerateInvoices {
  package var mayAskTaxEngine: Bool { true }

  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    switch selector {
    case .account(let id): needed.schedules.ofAccounts = [id]
    case .order(let id): needed.schedules.ofOrders = [id]
    case .billingContracts(let selections):
      for selection in selections {
        needed.schedules.ofContracts.insert(selection.billingContractId)
        if let cycle = selection.billingCycle {
          needed.schedules.contractCycles[selection.billingContractId] = cycle
        }
      }
    case .billingSchedules(let ids): needed.schedules.ids = Set(ids)
    }
    if isReinvoice {
      needed.schedules.ofContractsToReissue = Set(needed.schedules.contractCycles.keys)
    }
    needed.ledger.postingRequests = action == .posted ? 1 : 0
    return needed
  }
}
