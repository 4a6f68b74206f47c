import Billing
import CivilTime
import JSON
import Messages
import Monetary
import Storage

extension Command {
  private static let account = Option("--account", "ID", summary: "of this account")
  private static let order = Option("--order", "ID", summary: "on this order's list")

  private static let contract = Option(
    "--contract", "ID", summary: "of this billing contract's schedules")

  static let invoicesList = Command(
    CommandDescription(
      ["invoices", "list"],
      summary: "list the invoices of an account, an order or a billing contract, the latest first",
      options: [account, order, contract, .json],
      examples: ["invoices list --account ACC-1001", "invoices list --order ORD-77 --json"])
  ) { invocation throws(CommandFailure) in
    let arguments = invocation.arguments
    let accountId = arguments.value(account).map { Account.ID($0) }
    let orderId = arguments.value(order).map { Order.ID($0) }
    let contractId = arguments.value(contract).map { BillingContract.ID($0) }
    let given = [accountId != nil, orderId != nil, contractId != nil].count { $0 }
    guard given == 1 else {
      throw .usage(
        "say whose invoices: one of --account ID, --order ID and --contract ID, as in invoice-worker invoices list --account ACC-1001"
      )
    }
    let store = try OperatorStore(invocation.configuration())
    let invoices = try store.query { queries throws(StoreError) -> [Invoice] in
      if let accountId { return try queries.invoices(of: accountId) }
      if let orderId { return try queries.invoices(of: orderId) }
      if let contractId { return try queries.invoices(of: contractId) }
      return []
    }
    if invocation.isJSON {
      invocation.console.writeJSON { writer in
        writer.beginArray()
        for invoice in invoices { writer.invoice(invoice) }
        writer.endArray()
      }
    } else if invoices.isEmpty {
      invocation.console.write("No invoices.\n")
    } else {
      invocation.console.write(InvoiceText.list(invoices))
    }
    return .success
  }

  static let invoicesShow = Command(
    CommandDescription(
      ["invoices", "show"],
      summary: "show one invoice with its lines, by identifier or number",
      operands: Operands("ID"), options: [.json],
      examples: ["invoices show INV-2026-000001"])
  ) { invocation throws(CommandFailure) in
    let name = invocation.arguments.operands[0]
    let store = try OperatorStore(invocation.configuration())
    let invoice = try store.query { queries throws(StoreError) in try queries.invoice(name) }
    guard let invoice else {
      throw .fault("there is no invoice \(name); invoice-worker invoices list shows what there is")
    }
    if invocation.isJSON {
      invocation.console.writeJSON { $0.invoice(invoice) }
    } else {
      invocation.console.write(InvoiceText.whole(invoice))
    }
    return .success
  }
}
