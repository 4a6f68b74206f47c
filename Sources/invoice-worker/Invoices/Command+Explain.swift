import Billing
import CivilTime
import JSON
import Storage

extension Command {
  private static let line = Option("--line", "N", summary: "only this line, counted from 1")

  static let invoicesExplain = Command(
    CommandDescription(
      ["invoices", "explain"],
      summary: "explain every amount of an invoice: lines, taxes, due dates and balance",
      details: """
        Each line is traced to its days, tiers or total, each tax to its base, rate and the odd cents, and the balance \
        to every payment, credit memo and conversion. The explanation uses only what is stored with the invoice: later \
        changes of a schedule do not alter it. Every figure is computed again; one that differs is named, and the exit \
        status is 1.
        """,
      operands: Operands("ID"), options: [line, .json],
      examples: [
        "invoices explain INV-2026-000001", "invoices explain INV-2026-000001 --line 1 --json",
      ])
  ) { invocation throws(CommandFailure) in
    let name = invocation.arguments.operands[0]
    let position = try invocation.number(line, in: 1...LineLimit.perInvoice)
    let store = try OperatorStore(invocation.configuration())
    let ledger = try store.found(invoice: name) { queries throws(StoreError) in
      try queries.ledger(of: name)
    }
    let count = ledger.invoice.lines.count
    if let position, position > count {
      throw .fault(
        "invoice \(name) has \(count == 1 ? "one line" : "\(count) lines"); there is no line \(position)"
      )
    }
    let explanation = InvoiceExplanation(ledger)
    if invocation.isJSON {
      invocation.console.writeJSON {
        ExplanationJSON.tree(explanation, line: position).write(to: &$0)
      }
    } else {
      invocation.console.write(
        ExplanationText(explanation, line: position, width: invocation.console.outputWidth).text)
    }
    let differences = explanation.differences(ofLine: position)
    guard let first = differences.first else { return .success }
    let others = differences.count == 1 ? "" : ", and \(differences.count - 1) more"
    throw .fault(
      "invoice \(name): \(first.sentence)\(others); somebody changed the database beside the worker, or a backup was restored in part: compare it with the event that announced the invoice"
    )
  }
}

extension OperatorStore {
  /// What is asked of an invoice that is named by identifier or number.
  ///
  /// - Throws: where there is no such invoice, with the one that is probably meant.
  func found<Value>(
    invoice name: String, _ ask: (Queries) throws(StoreError) -> Value?
  ) throws(CommandFailure) -> Value {
    let (value, other) = try query { queries throws(StoreError) -> (Value?, String?) in
      if let value = try ask(queries) { return (value, nil) }
      return (nil, try queries.numberResembling(name))
    }
    if let value { return value }
    if let other { throw .fault("there is no invoice \(name); did you mean \(other)?") }
    throw .fault(
      "there is no invoice \(name); invoice-worker invoices list shows the latest, --account ID those of an account"
    )
  }
}
