extension Decision {
  /// How many invoice lines the decision stores.
  package var lineCount: Int {
    invoices.reduce(0) { count, result in
      if case .made(let invoice) = result { count + invoice.lines.count } else { count }
    }
  }
}
