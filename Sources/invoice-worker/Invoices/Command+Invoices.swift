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
    "--status", "STATUS", values: ShownStatus.allCases.map(\.rawValue),
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
      invocation.console.noteCut(at: limit, order: "latest")
    }
    return .success
  }

  /// An array, written as it is read: it may be of a hundred thousand invoices.
  private static func writeJSON(
    _ selection: InvoiceSelection, _ limit: Int, from store: OperatorStore, to console: Console
  ) throws(CommandFailure) -> ExitStatus {
    var isFirst = true
    console.write("[")
    try store.query { queries throws(StoreError) in
      try queries.forEachInvoice(selection, limit: limit) { invoice in
        var writer = JSONWriter()
        writer.invoice(invoice, on: selection.today)
        console.write((isFirst ? [] : [UInt8(ascii: ",")]) + writer.bytes)
        isFirst = false
      }
    }
    console.write("]\n")
    return .success
  }

  private static let history = Option(
    "--history", summary: "what happened to it, when, and by whose request, as well")

  static let invoicesShow = Command(
    CommandDescription(
      ["invoices", "show"],
      summary: "show one invoice with its lines, by identifier or number",
      details: "With --history --json the history is written instead of the invoice.",
      operands: Operands("ID"), options: [history, .json],
      examples: [
        "invoices show INV-2026-000001", "invoices show INV-2026-000001 --history",
      ])
  ) { invocation throws(CommandFailure) in
    let name = invocation.arguments.operands[0]
    let store = try OperatorStore(invocation.configuration())
    let isWithHistory = invocation.arguments.has(history)
    let found = try store.found(invoice: name) { queries throws(StoreError) -> InvoiceFound? in
      guard let invoice = try queries.invoice(name) else { return nil }
      return InvoiceFound(
        invoice: invoice, surroundings: try queries.surroundings(of: invoice),
        history: isWithHistory ? try queries.events(of: invoice.id) : nil)
    }
    let invoice = found.invoice
    let today = UTCInstant.now().date
    if invocation.isJSON {
      if let history = found.history {
        invocation.console.writeJSON {
          InvoiceHistoryText.json(history, of: invoice).write(to: &$0)
        }
      } else {
        let surroundings = found.surroundings
        invocation.console.writeJSON {
          $0.invoice(invoice, on: today) {
            $0.tasks(surroundings.tasks)
            $0.taxTransaction(surroundings.tax)
          }
        }
      }
    } else {
      let width = invocation.console.outputWidth
      let text = InvoiceText(invoice: invoice, surroundings: found.surroundings, today: today)
      invocation.console.write(text.text(width: width))
      if let history = found.history {
        invocation.console.write(
          "\n" + InvoiceHistoryText.text(history, of: invoice, width: width))
      }
    }
    return .success
  }

  private struct InvoiceFound {
    let invoice: Invoice
    let surroundings: InvoiceSurroundings
    /// nil where it was not asked for.
    let history: [InvoiceEvent]?
  }
}
