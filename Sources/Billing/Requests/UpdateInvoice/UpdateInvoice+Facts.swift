extension UpdateInvoice {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    // Most updates change the head alone; what the lines or the term decide needs the whole.
    if set.needsWhole {
      needed.invoices.ids = [invoiceId]
    } else {
      needed.invoices.heads = [invoiceId]
    }
    if case .set(let id) = set.paymentTermId { needed.records.insert(id) }
    if case .set(let id) = set.billToContactId { needed.records.insert(id) }
    if case .set(let id) = set.savedPaymentMethodId {
      needed.tasks.paymentMethodsNamed = [SavedPaymentMethod.ID(id)]
    }
    return needed
  }

  /// A date decides which rates hold; nothing else that can be set does.
  package var mayAskTaxEngine: Bool { self.set.invoiceDate != .unchanged }
}

extension UpdateInvoice.Fields {
  fileprivate var needsWhole: Bool {
    !lineNames.isEmpty || invoiceDate != .unchanged || paymentTermId != .unchanged
      || dueDate == .cleared
  }
}
