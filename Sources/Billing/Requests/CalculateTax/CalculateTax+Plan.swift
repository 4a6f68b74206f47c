import Monetary

extension CalculateTax {
  /// Estimates the tax of every line of a stored draft anew; posted tax is final.
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
    do throws(TaxFailure) {
      let taxes = try context.taxEngine.taxes(on: document(invoice, account, facts), facts: facts)
      let taxed = try invoice.taxed(taxes)
      return Decision(
        outcome: .succeeded, answer: Answer(invoices: [.existing(taxed.summary)]),
        effects: Effects(invoices: InvoiceEffects(changed: [taxed])))
    } catch {
      return refusal(
        error.lines.map { ($0.code, "Line \($0.index + 1): \($0.message)") }, on: record,
        accountId: account.id)
    }
  }

  private func refusal(
    _ code: ErrorCode, _ message: String, on record: RecordReference, accountId: Account.ID?
  ) -> Decision {
    refusal([(code, message)], on: record, accountId: accountId)
  }

  /// Every reason stands in the completion, the first of them in the error log.
  private func refusal(
    _ reasons: [(code: ErrorCode, message: String)], on record: RecordReference,
    accountId: Account.ID?
  ) -> Decision {
    let source = RecordReference(.invoice, invoiceId)
    var faults = IngestionFaults()
    for reason in reasons {
      faults.refuse(reason.code, at: "/invoiceId", reason.message, source: source)
    }
    return Decision(
      outcome: .failed, errors: faults.errors,
      errorLogs: faults.errors.prefix(1).map { fault in
        ErrorLogEntry(
          category: .taxCalculation, code: fault.code, message: fault.message,
          primaryRecord: record, relatedRecord: record == source ? nil : source,
          accountId: accountId)
      })
  }

  private func document(
    _ invoice: Invoice, _ account: Account, _ facts: WorkingSet
  ) -> TaxableDocument {
    var addresses: [String: Address] = [:]
    for group in invoice.ingested?.addresses ?? [] { addresses[group.label] = group.address }
    return TaxableDocument(
      currency: invoice.currency, invoiceDate: invoice.invoiceDate,
      address: account.taxAddress, isTaxExempt: account.isTaxExempt,
      lines: invoice.lines.map { line in
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

extension Invoice {
  /// The draft with these taxes instead of its own, its totals and balance moved by the difference.
  fileprivate func taxed(_ taxes: [[InvoiceLineTax]]) throws(TaxFailure) -> Invoice {
    var invoice = self
    do throws(MonetaryError) {
      var tax = Money.zero(currency)
      for (place, records) in zip(lines.indices, taxes) {
        invoice.lines[place].taxes = records
        invoice.lines[place].taxProcessingStatus = .estimated
        for record in records { tax = try tax.adding(record.amount) }
      }
      let change = try tax.subtracting(totalTaxAmount)
      invoice.totalTaxAmount = tax
      invoice.totalAmountWithTax = try totalAmountWithTax.adding(change)
      let isCredit = ingested?.documentType == .creditNote
      invoice.balance = try isCredit ? balance.subtracting(change) : balance.adding(change)
      return invoice
    } catch {
      throw TaxFailure(lines: [
        TaxFailure.Line(
          index: 0, code: .amountOverflow,
          message: "The tax is beyond 18 digits before the point. Check the amounts and rates.")
      ])
    }
  }
}
