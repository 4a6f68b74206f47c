extension CalculateTax {
  /// Estimates the tax of every line of a stored draft again; posted tax is final. A draft whose tax stays what it is keeps
  /// its version.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    guard let invoice = facts.invoices[invoiceId] else {
      return refusal(
        .invoiceNotFound, "Invoice \(invoiceId) does not exist. Correct the identifier.",
        on: RecordReference(.invoice, invoiceId), accountId: nil)
    }
    let record = RecordReference(.account, invoice.accountId)
    guard invoice.status == .draft, let account = facts.accounts[invoice.accountId] else {
      return refusal(
        .invoiceNotDraft,
        "Invoice \(invoiceId) is \(invoice.status.rawValue): its tax is final. Only a draft's tax "
          + "can be calculated.", on: record, accountId: invoice.accountId)
    }
    do throws(ItemRefusal) {
      try invoice.requireVersion(expectedVersion)
    } catch {
      return refusal(
        error.code, error.message, at: error.pointer, on: record, accountId: account.id)
    }
    do throws(TaxFailure) {
      let taxed = try invoice.taxedAgain(
        keepsGiven: false, as: .estimate, account, on: facts, by: context.taxEngine)
      var taxes = TaxesInProgress()
      taxes.note(taxed.source, of: invoiceId.text)
      var settling = Settling(facts: facts, context: context)
      if taxed.invoice != invoice {
        settling.change(taxed.invoice, .taxCalculated, lines: .taxes)
      }
      let changes = settling.changes
      var decision = Decision(
        outcome: .succeeded,
        answer: Answer(invoices: [.existing((changes.first?.invoice ?? invoice).summary)]),
        effects: Effects(invoices: InvoiceEffects(changed: changes)))
      decision.take(taxes)
      return decision
    } catch {
      let refusal = ItemRefusal(error)
      return self.refusal(
        [(refusal.code, refusal.message)] + refusal.others.map { ($0.code, $0.message) },
        on: record, accountId: account.id)
    }
  }

  private func refusal(
    _ code: ErrorCode, _ message: String, at pointer: String? = nil, on record: RecordReference,
    accountId: Account.ID?
  ) -> Decision {
    refusal([(code, message)], at: pointer, on: record, accountId: accountId)
  }

  /// Every reason stands in the completion, the first of them in the error log.
  private func refusal(
    _ reasons: [(code: ErrorCode, message: String)], at pointer: String? = nil,
    on record: RecordReference, accountId: Account.ID?
  ) -> Decision {
    let source = RecordReference(.invoice, invoiceId)
    var faults = BoundedFaults(.errors)
    for reason in reasons {
      faults.append(
        Fault(
          code: reason.code, message: reason.message, pointer: pointer ?? "/invoiceId",
          source: source))
    }
    let errors = faults.all()
    return Decision(
      outcome: .failed, errors: errors,
      errorLogs: errors.prefix(1).map { fault in
        ErrorLogEntry(
          category: .taxCalculation, code: fault.code, message: fault.message,
          primaryRecord: record, relatedRecord: record == source ? nil : source,
          accountId: accountId)
      })
  }
}
