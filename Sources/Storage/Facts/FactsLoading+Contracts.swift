internal import Billing
internal import CivilTime
internal import Monetary

extension FactsLoading {
  /// The contracts, and their schedules by their own field or their group's: two queries, for no index answers an OR over
  /// two tables.
  var contracts: [FactsQuestion?] {
    let named = needed.schedules.ofContracts.union(needed.records.identifiers[BillingContract.self])
    var questions: [FactsQuestion?] = [.records(of: BillingContract.self, named)]
    let cycles = Set(needed.schedules.contractCycles.keys)
    let others = needed.schedules.ofContracts.subtracting(cycles)
    if !others.isEmpty {
      questions.append(
        schedules(where: "billing_contract_id \(anyOf: others) AND \(Self.isOpen)"))
      questions.append(schedules(where: "\(Self.isOfGroups(of: others)) AND \(Self.isOpen)"))
    }
    if !cycles.isEmpty {
      // A cycle may have been invoiced by schedules that are completed since.
      questions.append(schedulesOfCycles(where: "billing_contract_id \(anyOf: cycles)"))
      questions.append(schedulesOfCycles(where: Self.isOfGroups(of: cycles)))
    }
    return questions
  }

  private static func isOfGroups(of contracts: Set<BillingContract.ID>) -> SQL {
    """
    billing_schedule_group_id IN (
      SELECT id FROM billing_schedule_group WHERE billing_contract_id \(anyOf: contracts)
    )
    """
  }

  private func schedulesOfCycles(where condition: SQL) -> FactsQuestion {
    FactsQuestion(
      statement: """
        SELECT \(columns: BillingSchedule.table) FROM \(table: BillingSchedule.table)
        WHERE \(condition)
        """
    ) { found, row throws(StoreError) in
      let schedule = try BillingSchedule(from: &row)
      found.facts.insert(.billingSchedule(schedule))
      found.facts.invoicedPeriods[schedule.id] = []
      found.billed.append(schedule)
      found.schedulesOfCycles.insert(schedule.id)
    }
  }

  /// The lines of live invoices that hold a day from the first to the last of the cycles named.
  var invoicedPeriods: FactsQuestion? {
    let cycles = needed.schedules.contractCycles.values
    guard !found.schedulesOfCycles.isEmpty, let first = cycles.map(\.from).min(),
      let end = cycles.map(\.to).max()
    else { return nil }
    return liveLines(
      where: """
        line.billing_schedule_id \(anyOf: found.schedulesOfCycles) AND line.is_live
          AND line.period_from < \(end) AND line.period_to > \(first)
        """)
  }

  /// Lines of live invoices, for the schedules that are asked for.
  func liveLines(where condition: SQL) -> FactsQuestion {
    FactsQuestion(
      statement: """
        SELECT (SELECT currency FROM invoice WHERE invoice.id = line.invoice_id),
          (SELECT invoice_number FROM invoice WHERE invoice.id = line.invoice_id),
          \(columns: InvoiceLine.table, of: "line")
        FROM invoice_line line
        WHERE \(condition)
        """
    ) { found, row throws(StoreError) in
      let currency = try row.currency()
      let number = try row.optionalText()
      let invoiceId: Invoice.ID = try row.id()
      _ = try row.int()
      let line = try InvoiceLine(afterKeyFrom: &row, currency: currency)
      guard let id = line.billingScheduleId else { return }
      found.facts.invoicedPeriods[id]?.append(
        InvoicedPeriod(invoiceId: invoiceId, invoiceNumber: number, line: line))
    }
  }
}
