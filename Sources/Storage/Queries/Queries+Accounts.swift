package import Billing
package import CivilTime

extension Queries {
  /// nil when there is none.
  ///
  /// `today`: suspensions that ended by then are left out.
  package func account(_ id: Account.ID, today: CivilDate) throws(StoreError) -> AccountView? {
    try session.reading { () throws(StoreError) in
      let accounts: [Account] = try database.stored(where: "id = \(id)")
      guard let account = accounts.first else { return nil }
      var view = AccountView(account: account)
      view.orders = try database.stored(
        where: "account_id = \(id) ORDER BY id LIMIT \(Self.listed)")
      view.contracts = try database.stored(
        where: "account_id = \(id) ORDER BY id LIMIT \(Self.listed)")
      view.paymentMethods = try paymentMethods(of: id)
      let suspensions: [BillingSuspension] = try database.stored(
        where: "account_id = \(id) ORDER BY suspend_date, id LIMIT \(Self.listed)")
      view.suspensions = suspensions.filter { $0.resumeDate.map { today < $0 } ?? true }
      try database.query(
        "SELECT status, count(*) FROM billing_schedule WHERE account_id = \(id) GROUP BY status"
      ) { row throws(StoreError) in
        var decoder = RowDecoder(row)
        view.scheduleCounts[try decoder.value()] = try decoder.int()
      }
      (view.balances, view.openItems) = try standing(of: id, today: today)
      return view
    }
  }

  private func paymentMethods(of id: Account.ID) throws(StoreError) -> [SavedPaymentMethod] {
    var methods: [SavedPaymentMethod] = try database.stored(
      where: "account_id = \(id) ORDER BY id LIMIT \(Self.listed)")
    for index in methods.indices { methods[index].token = nil }
    return methods
  }

  /// nil when there is none.
  package func contract(_ id: BillingContract.ID) throws(StoreError) -> ContractView? {
    try session.reading { () throws(StoreError) in
      let contracts: [BillingContract] = try database.stored(where: "id = \(id)")
      guard let contract = contracts.first else { return nil }
      var view = ContractView(contract: contract)
      let scope = InvoiceSelection.Scope.contract(id)
      view.open = try database.stored(
        where: scope.scheduleCondition, "next_billing_date IS NOT NULL",
        order: "ORDER BY next_billing_date, id LIMIT \(Self.listed)")
      let cycles: SQL = """
        SELECT cycle.period_from, cycle.period_to, invoice.id, invoice.invoice_number, invoice.status
        FROM (
          SELECT DISTINCT period_from, period_to, invoice_id FROM invoice_line
          WHERE is_live AND period_from IS NOT NULL AND billing_schedule_id IN (
            SELECT id FROM billing_schedule\(where: scope.scheduleCondition)
          )
          ORDER BY period_from DESC, period_to DESC, invoice_id DESC LIMIT \(Self.listed)
        ) cycle
        JOIN invoice ON invoice.id = cycle.invoice_id
        ORDER BY cycle.period_from DESC, cycle.period_to DESC, cycle.invoice_id DESC
        """
      try database.query(cycles) { row throws(StoreError) in
        var decoder = RowDecoder(row)
        guard
          let period = CivilPeriod(from: try decoder.date(), to: try decoder.date())
        else { throw decoder.unreadable("period") }
        view.invoiced.append(
          ContractView.InvoicedCycle(
            period: period,
            invoice: InvoiceName(
              id: try decoder.id(), number: try decoder.optionalText(), status: try decoder.value())
          ))
      }
      return view
    }
  }
}
