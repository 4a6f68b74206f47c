import CivilTime

extension GenerateInvoices {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    switch selector {
    case .account(let id): needed.accountsToBill = [id]
    case .order(let id): needed.ordersToBill = [id]
    case .billingContracts(let selections):
      for selection in selections {
        needed.contractsToBill.insert(selection.billingContractId)
        if let cycle = selection.billingCycle {
          needed.contractCycles[selection.billingContractId] = cycle
        }
      }
    case .billingSchedules(let ids): needed.schedulesToBill = Set(ids)
    }
    if isReinvoice { needed.contractsToReinvoice = Set(needed.contractCycles.keys) }
    return needed
  }
}
