extension ConvertToCredit {
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    var settling = Settling(facts: facts, context: context)
    do throws(ItemRefusal) {
      let invoice = try settling.posted(invoiceId, toBe: "converted", expectedVersion)
      let memo = try settling.convertNegativeLines(
        of: invoiceId, lineIds: lineIds, effectiveDate: effectiveDate,
        appliesToInvoice: appliesToInvoice)
      guard memo != nil else {
        throw ItemRefusal(
          .nothingToConvert,
          "Invoice \(invoice.name) has nothing that can become a credit and is not one yet.")
      }
    } catch {
      return .refused(error, of: invoiceId, facts.invoices[invoiceId], .creditMemo)
    }
    return settling.result()
  }
}
