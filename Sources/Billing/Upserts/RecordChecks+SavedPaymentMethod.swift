extension RecordChecks {
  /// A schedule, or a group, that names another payment method than the stored one: it must exist once any does
  /// (<doc:InvoiceTasks#Payment-methods>).
  mutating func checkPaymentMethod(
    _ given: String?, insteadOf stored: String?, isOf accountId: Account.ID
  ) {
    guard let given, given != stored else { return }
    let id = SavedPaymentMethod.ID(given)
    let field = "savedPaymentMethodId"
    guard incoming.holdsPaymentMethods else { return }
    let reference = RecordReference(.savedPaymentMethod, id)
    guard incoming.holds(reference) else {
      refuse(
        .recordReferenceNotFound, field,
        "SavedPaymentMethod \(id) does not exist. Send it before or in the same request, or correct the "
          + "identifier.")
      return
    }
    guard case .savedPaymentMethod(let method) = incoming[reference], method.accountId != accountId
    else { return }
    refuse(
      .recordAccountMismatch, field,
      "Saved payment method \(id) belongs to account \(method.accountId), not to account \(accountId)."
    )
  }
}

extension IncomingRecords {
  /// A second default of an account is refused where the request gives one (<doc:Records#Upsert>: `DEFAULT_AMBIGUOUS`).
  func ambiguousPaymentMethods() -> [Fault] {
    var defaults: [Account.ID: Set<SavedPaymentMethod.ID>] = [:]
    let given = paymentMethods
    guard !given.isEmpty else { return [] }
    for case let (method, _) in given where method.isAccountDefault {
      defaults[method.accountId, default: []].insert(method.id)
    }
    let replaced = Set(given.map(\.method.id))
    for (account, ids) in defaults {
      let stored = facts.records.defaultMethodsOfAccount[account] ?? []
      defaults[account] = ids.union(stored.subtracting(replaced))
    }
    var faults: [Fault] = []
    for (method, place) in given where method.isAccountDefault {
      guard let members = defaults[method.accountId], members.count > 1 else { continue }
      let names = FewNames.of(members.map(\.text))
      faults.append(
        Fault(
          code: .defaultAmbiguous,
          message:
            "Only one payment method of account \(method.accountId) can be the default; these would "
            + "be: \(names). Send the others with isDefault false in the same request.",
          pointer: "/\(list)/\(place)/isDefault", source: method.reference))
    }
    return faults
  }
}
