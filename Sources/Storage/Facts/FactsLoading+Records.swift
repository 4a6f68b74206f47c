internal import Billing

/// What stands behind the schedules, and the records that upserts look at.
extension FactsLoading {
  var groups: FactsQuestion? {
    let ofBilled = Set(found.billed.compactMap(\.billingScheduleGroupId))
    let ids = ofBilled.union(needed.records.identifiers[BillingScheduleGroup.self])
    guard !ids.isEmpty else { return nil }
    return FactsQuestion(
      statement: """
        SELECT \(columns: BillingScheduleGroup.table) FROM \(table: BillingScheduleGroup.table)
        WHERE id \(anyOf: ids)
        """
    ) { found, row throws(StoreError) in
      let group = try BillingScheduleGroup(from: &row)
      found.facts.insert(.billingScheduleGroup(group))
      if ofBilled.contains(group.id) { found.behind.insert(groups: [group]) }
    }
  }

  /// The records of all kinds that are not asked for by questions of their own.
  var records: [FactsQuestion?] {
    Record.storedKinds.map { kind in records(of: kind) }
  }

  private func records<Stored: StoredRecord>(of kind: Stored.Type) -> FactsQuestion? {
    let ids = needed.records.identifiers[kind.type].union(found.behind.records[kind.type])
    switch kind.loading {
    case .apart:
      return nil
    case .named:
      return .records(of: kind, ids)
    case .namedAndDefault:
      let isDefaultNeeded = found.isBilling || needed.records.defaults.contains(kind.type)
      return isDefaultNeeded
        ? .records(of: kind, where: "id \(anyOf: ids) OR is_default = \(true)")
        : .records(of: kind, ids)
    case .allForBilling:
      return found.isBilling || needed.ledger.numbersCreditMemos
        ? .records(of: kind, where: nil) : .records(of: kind, ids)
    }
  }

  var taxRates: [FactsQuestion?] {
    let countries = found.behind.countries
    guard !countries.isEmpty else { return [] }
    return [.records(of: TaxRate.self, where: "country \(anyOf: countries)")]
  }

  /// Besides those that a request names.
  var suspensions: [FactsQuestion?] {
    func on(_ column: SQL, _ ids: Set<String>) -> FactsQuestion? {
      ids.isEmpty
        ? nil : .records(of: BillingSuspension.self, where: "\(column) \(anyOf: ids)")
    }
    // Also on the groups above those of the schedules, which are loaded by now.
    let groups = Set(found.billed.compactMap(\.billingScheduleGroupId))
      .union(found.facts.groups.keys)
    return [
      on("account_id", Set(found.behind.accountIds.map(\.text))),
      on("billing_schedule_group_id", Set(groups.map(\.text))),
      on("billing_schedule_id", Set(found.billed.map(\.id.text))),
    ]
  }

  /// What is not billed yet, besides what a request names; what is billed is never looked up again, however much it is.
  var unbilledUsage: FactsQuestion? {
    // Also of schedules that an upsert changes: it may not leave usage without a period that bills it.
    let metered = Set((found.billed + upserted).filter { $0.billingMethod == .usage }.map(\.id))
    guard !metered.isEmpty else { return nil }
    return .records(
      of: UsageRecord.self,
      where: "billing_schedule_id \(anyOf: metered) AND invoice_id IS NULL")
  }

  /// The stored schedules that an upsert changes.
  var upserted: [BillingSchedule] {
    let facts = found.facts
    return needed.records.identifiers[BillingSchedule.self].compactMap { facts.schedules[$0] }
  }

  var accountsWithSchedules: FactsQuestion? {
    let ids = needed.records.accountsWhoseSchedulesMatter
    guard !ids.isEmpty else { return nil }
    return FactsQuestion(
      statement: """
        SELECT id FROM account WHERE id \(anyOf: ids)
          AND EXISTS (SELECT 1 FROM billing_schedule WHERE account_id = account.id)
        """
    ) { found, row throws(StoreError) in
      found.facts.noteSchedules(of: try row.id())
    }
  }

  /// Identifiers of invoices begin with the time, so the greatest is the latest; also where an earlier period was
  /// invoiced again after a later one.
  var latestLines: FactsQuestion? {
    guard !needed.schedules.toRecover.isEmpty else { return nil }
    return FactsQuestion(
      statement: """
        SELECT billing_schedule_id, max(invoice_id) FROM invoice_line
        WHERE billing_schedule_id \(anyOf: needed.schedules.toRecover) AND is_live
        GROUP BY billing_schedule_id
        """
    ) { found, row throws(StoreError) in
      found.latestInvoices[try row.id()] = try row.id()
    }
  }
}
