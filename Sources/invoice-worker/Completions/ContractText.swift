import Messages

/// What became of billing contracts, for people.
enum ContractText {
  /// A row for each contract; its invoices by number where they have one.
  static func table(
    _ contracts: [ContractResultView], invoices: [CompletionView.Invoice]
  ) -> Table {
    var numbers: [String: String] = [:]
    for invoice in invoices {
      if let id = invoice.id { numbers[id] = invoice.number }
    }
    var table = Table([
      .init("Contract"), .init("Cycle from", drop: 2), .init("Through", drop: 3),
      .init("Result", wraps: true), .init("Invoices", drop: 1, wraps: true),
      .init("Tasks", drop: 4),
    ])
    for contract in contracts {
      let result =
        !contract.isSuccess
        ? contract.errors.map(\.code).joined(separator: " ")
        : contract.invoiceIds.isEmpty ? "nothing due" : "invoiced"
      table.append([
        contract.billingContractId, contract.startDate ?? "", contract.endDate ?? "", result,
        contract.invoiceIds.map { numbers[$0] ?? $0 }.joined(separator: " "),
        contract.tasks.joined(separator: " "),
      ])
    }
    return table
  }
}
