import Billing
import CivilTime
import JSON
import Messages
import Storage

/// Payments and credit memos with what became of them.
extension Command {
  static let paymentsShow = Command(
    CommandDescription(
      ["payments", "show"],
      summary: "show a payment: what it was applied to, what was refunded, reversed and is left",
      operands: Operands("ID"), options: [.json], examples: ["payments show PAY-1001"])
  ) { invocation throws(CommandFailure) in
    let id = Payment.ID(invocation.arguments.operands[0])
    let store = try OperatorStore(invocation.configuration())
    let view = try store.query { queries throws(StoreError) in try queries.payment(id) }
    guard let view else { throw .unknown(RecordReference(.payment, id)) }
    if invocation.isJSON {
      invocation.console.writeJSON { PaymentText.write(view, to: &$0) }
    } else {
      invocation.console.write(PaymentText.text(view, width: invocation.console.outputWidth))
    }
    return .success
  }

  private static let account = Option("--account", "ID", summary: "of this account")
  private static let invoice = Option(
    "--invoice", "ID", summary: "made of this invoice or its lines, or applied to it")
  private static let status = Option(
    "--status", "STATUS", values: CreditMemo.Status.allCases.map(\.rawValue),
    summary: "only \(CreditMemo.Status.allCases.map(\.rawValue).joined(separator: ", "))")
  private static let open = Option("--open", summary: "only those of which something is left")

  static let creditMemosList = Command(
    CommandDescription(
      ["credit-memos", "list"],
      summary: "list credit memos, the latest first: total, and what is left of each",
      options: [account, invoice, status, open, .limit, .json],
      examples: [
        "credit-memos list --account ACC-1001", "credit-memos list --open",
        "credit-memos list --invoice INV-2026-000001 --json",
      ])
  ) { invocation throws(CommandFailure) in
    let record = try invocation.selectedRecord([(account, .account), (invoice, .invoice)])
    let status = try invocation.choice(status, of: CreditMemo.Status.self)
    let limit = try invocation.limit()
    let store = try OperatorStore(invocation.configuration())
    let scope = try store.creditMemoScope(record)
    let memos = try store.query { queries throws(StoreError) in
      // One more than is shown, to know whether there are more.
      try queries.creditMemos(
        scope, status: status, isOpen: invocation.arguments.has(open), limit: limit + 1)
    }
    invocation.writeList(
      memos, limit: limit, order: "latest", empty: "No credit memos.",
      text: { CreditMemoText.list($0).text(width: invocation.console.outputWidth) },
      json: { memos, writer in for memo in memos { writer.creditMemo(memo) } })
    return .success
  }

  static let creditMemosShow = Command(
    CommandDescription(
      ["credit-memos", "show"],
      summary:
        "show a credit memo with its lines and what it was applied to, by identifier or number",
      operands: Operands("ID"), options: [.json],
      examples: [
        #"credit-memos show "$(invoice-worker credit-memos list --account ACC-1001 --limit 1 --json | jq -r '.[0].creditMemoId')""#
      ])
  ) { invocation throws(CommandFailure) in
    let name = invocation.arguments.operands[0]
    let store = try OperatorStore(invocation.configuration())
    let view = try store.query { queries throws(StoreError) in try queries.creditMemo(name) }
    guard let view else {
      throw .fault(
        "there is no credit memo \(name); invoice-worker credit-memos list shows the latest, --account ID those of an account"
      )
    }
    if invocation.isJSON {
      invocation.console.writeJSON { CreditMemoText.write(view, to: &$0) }
    } else {
      invocation.console.write(CreditMemoText.text(view, width: invocation.console.outputWidth))
    }
    return .success
  }
}

extension OperatorStore {
  /// Whose memos are meant; an invoice may be named by its number.
  fileprivate func creditMemoScope(
    _ record: RecordReference?
  ) throws(CommandFailure) -> Queries.CreditMemoScope {
    guard let record else { return .all }
    guard record.type == .invoice else {
      try require(record)
      return .account(Account.ID(record.id))
    }
    let invoice = try found(invoice: record.id) { queries throws(StoreError) in
      try queries.invoice(record.id)
    }
    return .invoice(invoice.id)
  }
}
