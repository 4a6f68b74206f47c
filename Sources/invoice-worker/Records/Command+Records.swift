import Billing
import CivilTime
import JSON
import Storage

/// Records with what the worker keeps of them.
extension Command {
  static let accountsShow = Command(
    CommandDescription(
      ["accounts", "show"],
      summary:
        "show an account: its orders and contracts, how its schedules stand, how it pays, what it owes",
      details: """
        For each currency: what its posted invoices come to, what of that is on invoices that are overdue, and what its credit memos and \
        payments leave; the balance is the first less the last two. Below it what is open, by due date.
        """,
      operands: Operands("ID"), options: [.json], examples: ["accounts show ACC-1001"])
  ) { invocation throws(CommandFailure) in
    let id = Account.ID(invocation.arguments.operands[0])
    let store = try OperatorStore(invocation.configuration())
    let today = UTCInstant.now().date
    let view = try store.query { queries throws(StoreError) in
      try queries.account(id, today: today)
    }
    guard let view else { throw .unknown(RecordReference(.account, id)) }
    if invocation.isJSON {
      invocation.console.writeJSON { AccountText.json(view).write(to: &$0) }
    } else {
      let width = invocation.console.outputWidth
      invocation.console.write(
        AccountText.table(view).text(width: width)
          + PaymentMethodText.text(view.paymentMethods, today: today, width: width)
          + AccountBalanceText.text(view, today: today, width: width))
    }
    return .success
  }

  private static let account = Option("--account", "ID", summary: "of this account")
  private static let order = Option("--order", "ID", summary: "of this order")
  private static let contract = Option("--contract", "ID", summary: "of this billing contract")
  private static let status = Option(
    "--status", "STATUS", values: BillingScheduleStatus.allCases.map(\.rawValue),
    summary: "only \(BillingScheduleStatus.allCases.map(\.rawValue).joined(separator: ", "))")

  static let schedulesList = Command(
    CommandDescription(
      ["schedules", "list"],
      summary:
        "list billing schedules: status, next billing date, last invoice, why one is passed over",
      options: [account, order, contract, status, .limit, .json],
      examples: ["schedules list --account ACC-1001", "schedules list --status Error"])
  ) { invocation throws(CommandFailure) in
    let record = try invocation.selectedRecord([
      (account, .account), (order, .order), (contract, .billingContract),
    ])
    let status = try invocation.choice(Command.status, of: BillingScheduleStatus.self)
    let limit = try invocation.limit()
    let today = UTCInstant.now().date
    let store = try OperatorStore(invocation.configuration())
    if let record { try store.require(record) }
    let views = try store.query { queries throws(StoreError) in
      // One more than is shown, to know whether there are more.
      try queries.schedules(
        InvoiceSelection.Scope(record), status: status, limit: limit + 1, today: today)
    }
    invocation.writeList(
      views, limit: limit, order: "first", empty: "No billing schedules.",
      text: { ScheduleText.list($0, today: today).text(width: invocation.console.outputWidth) },
      json: { views, writer in
        for view in views { ScheduleText.json(view, today: today).write(to: &writer) }
      })
    return .success
  }

  static let schedulesShow = Command(
    CommandDescription(
      ["schedules", "show"],
      summary:
        "show a billing schedule: how far it is billed, what comes next, why it is passed over",
      operands: Operands("ID"), options: [.json], examples: ["schedules show BS-1001"])
  ) { invocation throws(CommandFailure) in
    let id = BillingSchedule.ID(invocation.arguments.operands[0])
    let today = UTCInstant.now().date
    let store = try OperatorStore(invocation.configuration())
    let view = try store.query { queries throws(StoreError) in
      try queries.schedule(id, today: today)
    }
    guard let view else { throw .unknown(RecordReference(.billingSchedule, id)) }
    if invocation.isJSON {
      invocation.console.writeJSON { ScheduleText.json(view, today: today).write(to: &$0) }
    } else {
      invocation.console.write(ScheduleText.whole(view, today: today))
    }
    return .success
  }

  static let contractsShow = Command(
    CommandDescription(
      ["contracts", "show"],
      summary: "show a billing contract: type, policy, and its cycles, open and invoiced",
      operands: Operands("ID"), options: [.json], examples: ["contracts show BC-2001"])
  ) { invocation throws(CommandFailure) in
    let id = BillingContract.ID(invocation.arguments.operands[0])
    let store = try OperatorStore(invocation.configuration())
    let view = try store.query { queries throws(StoreError) in try queries.contract(id) }
    guard let view else { throw .unknown(RecordReference(.billingContract, id)) }
    if invocation.isJSON {
      invocation.console.writeJSON { BillingContractText.json(view).write(to: &$0) }
    } else {
      invocation.console.write(
        BillingContractText.text(view, width: invocation.console.outputWidth))
    }
    return .success
  }
}

extension InvoiceSelection.Scope {
  /// What belongs to the record that was named; everything where none was.
  init(_ record: RecordReference?) {
    switch record?.type {
    case .account?: self = .account(Account.ID(record?.id ?? ""))
    case .order?: self = .order(Order.ID(record?.id ?? ""))
    case .billingContract?: self = .contract(BillingContract.ID(record?.id ?? ""))
    default: self = .all
    }
  }
}
