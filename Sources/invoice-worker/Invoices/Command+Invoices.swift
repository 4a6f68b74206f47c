import Billing
import CivilTime
import JSON
import Messages
import Storage

extension Command {
  private static let account = Option("--account", "ID", summary: "of this account")
  private static let order = Option("--order", "ID", summary: "on this order's list")
  private static let contract = Option(
    "--contract", "ID", summary: "of this billing contract's schedules")
  private static let status = Option(
    "--status", "STATUS",
    summary: "only \(ShownStatus.allCases.map(\.rawValue).joined(separator: ", ")), as shown today")

  static let invoicesList = Command(
    CommandDescription(
      ["invoices", "list"],
      summary: "list invoices, the latest first: by date, then by number",
      options: [account, order, contract, status, .from, .to, .limit, .json],
      examples: [
        "invoices list --account ACC-1001", "invoices list --status Overdue --to 2026-12-31",
        "invoices list --order ORD-77 --json",
      ])
  ) { invocation throws(CommandFailure) in
    let record = try invocation.selectedRecord([
      (account, .account), (order, .order), (contract, .billingContract),
    ])
    let today = UTCInstant.now().date
    let selection = InvoiceSelection(
      InvoiceSelection.Scope(record), status: try invocation.choice(status, of: ShownStatus.self),
      from: try invocation.date(.from), to: try invocation.date(.to), today: today)
    if let from = selection.from, let to = selection.to, to < from {
      throw .usage("--to \(to) lies before --from \(from)")
    }
    let limit = try invocation.limit()
    let store = try OperatorStore(invocation.configuration())
    if let record { try store.require(record) }
    guard !invocation.isJSON else {
      return try writeJSON(selection, limit, from: store, to: invocation.console)
    }
    let invoices = try store.query { queries throws(StoreError) in
      // One more than is shown, to know whether there are more.
      try queries.invoiceHeads(selection, limit: limit + 1)
    }
    guard !invoices.isEmpty else {
      invocation.console.write("No invoices.\n")
      return .success
    }
    invocation.console.write(InvoiceListText.table(Array(invoices.prefix(limit)), today: today))
    if invoices.count > limit {
      invocation.console.error("The latest \(limit) are shown; --limit shows more.")
    }
    return .success
  }

  /// An array, written as it is read: it may be of a hundred thousand invoices.
  private static func writeJSON(
    _ selection: InvoiceSelection, _ limit: Int, from store: OperatorStore, to console: Console
  ) throws(CommandFailure) -> ExitStatus {
    let today = UTCInstant.now().date
    var isFirst = true
    console.write("[")
    try store.query { queries throws(StoreError) in
      try queries.forEachInvoice(selection, limit: limit) { invoice in
        var writer = JSONWriter()
        writer.invoice(invoice, on: today)
        console.write((isFirst ? [] : [UInt8(ascii: ",")]) + writer.bytes)
        isFirst = false
      }
    }
    console.write("]\n")
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
    let found = try store.query { queries throws(StoreError) -> InvoiceFound in
      guard let invoice = try queries.invoice(name) else {
        return .none(resembling: try queries.numberResembling(name))
      }
      let others = invoice.reinvoiceOf + invoice.reinvoicedBy
      return .invoice(invoice, try queries.surroundings(of: invoice, naming: others))
    }
    switch found {
    case .none(let number?):
      throw .fault("there is no invoice \(name); did you mean \(number)?")
    case .none(nil):
      throw .fault(
        "there is no invoice \(name); invoice-worker invoices list shows the latest, --account ID those of an account"
      )
    case .invoice(let invoice, let surroundings):
      if invocation.isJSON {
        invocation.console.writeJSON { $0.invoice(invoice, on: UTCInstant.now().date) }
      } else {
        let text = InvoiceText(
          invoice: invoice, surroundings: surroundings, today: UTCInstant.now().date)
        invocation.console.write(text.text(width: invocation.console.outputWidth))
      }
    }
    return .success
  }

  private enum InvoiceFound {
    case invoice(Invoice, InvoiceSurroundings)
    case none(resembling: String?)
  }
}
