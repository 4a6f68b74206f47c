import Monetary

extension Invoice {
  /// What decides the tax of some lines of a stored draft, however it was made: the rates, treatments and exemption of now,
  /// at the addresses that the invoice has. `account` is the invoice's.
  func taxableDocument(
    of indices: [Int], as kind: TaxDocument.Kind, _ account: Account, facts: WorkingSet
  ) -> TaxableDocument {
    var addresses: [String: Address] = [:]
    for group in ingested?.addresses ?? [] { addresses[group.label] = group.address }
    let own = ownAddresses(account)
    return TaxableDocument(
      id: id.text, kind: kind, isCredit: isCreditNote, currency: currency,
      invoiceDate: invoiceDate,
      address: own.shipping ?? own.billing, isTaxExempt: account.isTaxExempt,
      lines: indices.map { index in
        let line = lines[index]
        let details = line.ingested
        let shipping = details?.shippingAddressId.flatMap { addresses[$0] } ?? own.shipping
        let billing = details?.billingAddressId.flatMap { addresses[$0] } ?? own.billing
        if let category = details?.taxCategory {
          let key = TaxKey(category: category, percent: details?.taxRate ?? 0)
          return TaxableDocument.Line(
            number: index + 1, amount: line.amount, treatment: nil, stated: key,
            address: shipping ?? billing)
        }
        return TaxableDocument.Line(
          number: index + 1, amount: line.amount, treatment: treatment(of: line, account, facts),
          address: shipping ?? billing)
      })
  }

  /// Those of the account when the invoice was made, as the invoice keeps them. Where a line of an ingested one names an
  /// address, the invoice keeps that instead, and the other lines' are the account's of now.
  private func ownAddresses(_ account: Account) -> (shipping: Address?, billing: Address) {
    let namesShipping = lines.contains { $0.ingested?.shippingAddressId != nil }
    let namesBilling = lines.contains { $0.ingested?.billingAddressId != nil }
    return (
      namesShipping ? account.shippingAddress : shippingAddress,
      namesBilling ? account.billingAddress : billingAddress
    )
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
        facts.invoicingTerms(of: schedule, account: account).taxTreatmentId
      } else {
        nil
      }
    return id.flatMap { facts.taxTreatments[$0] } ?? nil
  }
}
