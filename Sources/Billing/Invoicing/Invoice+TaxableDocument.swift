import Monetary

extension Invoice {
  /// What decides the tax of a stored draft, however it was made; `account` is the invoice's.
  func taxableDocument(of account: Account, facts: WorkingSet) -> TaxableDocument {
    var addresses: [String: Address] = [:]
    for group in ingested?.addresses ?? [] { addresses[group.label] = group.address }
    return TaxableDocument(
      currency: currency, invoiceDate: invoiceDate,
      address: account.taxAddress, isTaxExempt: account.isTaxExempt,
      lines: lines.map { line in
        let details = line.ingested
        let address = account.taxAddress(
          shipping: details?.shippingAddressId.flatMap { addresses[$0] },
          billing: details?.billingAddressId.flatMap { addresses[$0] })
        if let category = details?.taxCategory {
          let key = TaxKey(category: category, percent: details?.taxRate ?? 0)
          return TaxableDocument.Line(
            amount: line.amount, treatment: nil, stated: key, address: address)
        }
        return TaxableDocument.Line(
          amount: line.amount, treatment: treatment(of: line, account, facts), address: address)
      })
  }

  /// The line's treatment, as when it was made: an ingested line's own, a generated one's group's or
  /// schedule's; else the default one.
  private func treatment(
    of line: InvoiceLine, _ account: Account, _ facts: WorkingSet
  ) -> TaxTreatment? {
    let id: TaxTreatment.ID? =
      if let details = line.ingested {
        details.taxTreatmentId ?? facts.defaultTaxTreatments.min()
      } else if let schedule = line.billingScheduleId.flatMap({ facts.schedules[$0] }) {
        InvoicingTerms(of: schedule, account: account, facts: facts).taxTreatmentId
      } else {
        nil
      }
    return id.flatMap { facts.taxTreatments[$0] } ?? nil
  }
}
