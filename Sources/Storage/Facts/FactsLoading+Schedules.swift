internal import Billing

/// The schedules that are named, and those to be billed.
extension FactsLoading {
  var namedSchedules: Set<BillingSchedule.ID> {
    needed.schedules.ids.union(needed.schedules.toRecover)
      .union(needed.records.identifiers[BillingSchedule.self])
  }

  /// Not completely billed, in a form that an index over the status answers: an account may have
  /// tens of thousands of completed schedules.
  static var isOpen: SQL {
    "status \(anyOf: BillingScheduleStatus.allCases.filter { $0 != .completelyBilled }.map(\.rawValue))"
  }

  var schedules: [FactsQuestion] {
    var questions: [FactsQuestion] = []
    if !needed.schedules.ofAccounts.isEmpty {
      questions.append(
        schedules(where: "account_id \(anyOf: needed.schedules.ofAccounts) AND \(Self.isOpen)"))
    }
    if !needed.schedules.ofOrders.isEmpty {
      questions.append(
        schedules(where: "order_id \(anyOf: needed.schedules.ofOrders) AND \(Self.isOpen)"))
      // Two queries: no index answers an OR over two tables.
      questions.append(
        schedules(
          where: """
            billing_schedule_group_id IN (
              SELECT id FROM billing_schedule_group WHERE order_id \(anyOf: needed.schedules.ofOrders)
            ) AND \(Self.isOpen)
            """))
    }
    let named = namedSchedules
    if !named.isEmpty {
      let toBill = needed.schedules.ids
      questions.append(schedules(where: "id \(anyOf: named)") { toBill.contains($0.id) })
    }
    return questions
  }

  func schedules(
    where condition: SQL, areBilled: @escaping (BillingSchedule) -> Bool = { _ in true }
  ) -> FactsQuestion {
    FactsQuestion(
      statement: """
        SELECT \(columns: BillingSchedule.table) FROM \(table: BillingSchedule.table)
        WHERE \(condition)
        """
    ) { found, row throws(StoreError) in
      let schedule = try BillingSchedule(from: &row)
      found.facts.insert(.billingSchedule(schedule))
      if areBilled(schedule) { found.billed.append(schedule) }
    }
  }
}
