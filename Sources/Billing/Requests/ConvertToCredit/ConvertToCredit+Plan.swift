extension ConvertToCredit {
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    var settling = Settling(facts: facts, context: context)
    do throws(ItemRefusal) {
      let invoice = try settling.posted(invoiceId)
      try invoice.requireVersion(expectedVersion)
      let memo = try settling.convertNegativeLines(
        of: invoiceId, lineIds: lineIds, effectiveDate: effectiveDate,
        appliesToInvoice: appliesToInvoice)
      guard memo != nil else {
        throw ItemRefusal(
          .nothingToConvert,
          "Invoice \(invoice.name) has nothing that can become a credit and is not one yet.")
      }
    } catch {
      return CreditRefusal(category: .creditMemo, facts: facts).decision(
        error, of: invoiceId, at: "/invoiceId")
    }
    return settling.result()
  }
}
