extension Decision {
  /// The invoices that the decision stores, in order.
  package var madeInvoices: [Invoice] {
    invoices.compactMap { if case .made(let invoice) = $0 { invoice } else { nil } }
  }

  /// How many invoice lines the decision stores.
  package var lineCount: Int {
    invoices.reduce(0) { count, result in
      if case .made(let invoice) = result { count + invoice.lines.count } else { count }
    }
  }
}
