import Monetary

extension PostInvoices {
  /// Each draft is an item of its own, posted or left a draft, in the request's order: so they are numbered.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    var items = InvoiceItems(invoiceIds, on: facts, category: .invoicePosting)
    if let refusal = items.overLineLimit { return refusal }
    var settling = Settling(facts: facts, context: context)
    var policies: [Invoice.ID: SequencePolicy] = [:]
    var debitMemos: [Record] = []
    var taxes = TaxesInProgress()
    for id in invoiceIds {
      items.attempt(id) { (draft) throws(ItemRefusal) in
        try draft.requireDraft(toBe: "posted")
        try draft.requireVersion(expectedVersion)
        // What cannot be numbered waits for no tax.
        let policy = try policy(for: draft, facts)
        let (posted, source) = try posted(draft, facts, context, settling, &taxes)
        let before = settling
        do throws(ItemRefusal) {
          // Mostly nothing has changed since the draft was taxed.
          settling.change(posted, .posted, lines: posted.hasTaxes(of: draft) ? .names : .taxes)
          try settling.settleAtPosting(of: id)
        } catch {
          settling = before
          throw error
        }
        policies[id] = policy
        taxes.post(.invoice(id), of: posted.accountId, source, at: context.now)
        if let memo = facts.debitMemo(of: posted) { debitMemos.append(.debitMemo(memo)) }
      }
    }
    let effects = Effects(
      records: debitMemos,
      invoices: InvoiceEffects(changed: settling.changes, sequencePolicies: policies),
      ledger: settling.effects)
    var decision = items.decision(effects)
    decision.take(taxes)
    return decision
  }

  /// The draft with its final tax, posted today; its number is given last in the transaction.
  private func posted(
    _ draft: Invoice, _ facts: WorkingSet, _ context: PlanningContext, _ settling: Settling,
    _ taxes: inout TaxesInProgress
  ) throws(ItemRefusal) -> (Invoice, DocumentTaxes.Source) {
    let taxed = try draft.taxedAgain(
      keepsGiven: true, as: .final, on: facts, by: context.taxEngine)
    taxes.note(taxed.source, of: draft.id.text)
    var posted = taxed.invoice
    for index in posted.lines.indices { posted.lines[index].taxProcessingStatus = .posted }
    posted.status = .posted
    posted.postedDate = settling.today(of: draft.accountId)
    // Who issues it is as of posting, name and address like all else that documents keep.
    if let entity = posted.legalEntityId.flatMap({ facts.legalEntities[$0] }) {
      posted.seller = Invoice.Seller(entity)
    }
    if let account = facts.accounts[draft.accountId] { posted.keepForDocuments(account, facts) }
    do throws(MonetaryError) {
      posted = try posted.withFigures(of: posted.settled)
    } catch {
      throw ItemRefusal(
        .amountOverflow,
        "The balance of invoice \(draft.id) is beyond 18 digits before the point. Correct its amounts."
      )
    }
    if posted.settlementStatus == .settled { posted.fullSettlementDate = posted.postedDate }
    return (posted, taxed.source)
  }

  /// What numbers it; nil: the built-in policy, and for a draft that brought its own number, which it keeps.
  private func policy(
    for invoice: Invoice, _ facts: WorkingSet
  ) throws(ItemRefusal) -> SequencePolicy? {
    guard invoice.number == nil else { return nil }
    switch facts.numbering(of: invoice.legalEntityId, target: .invoice) {
    case .success(let numbering): return numbering.policy
    case .failure(let fault): throw ItemRefusal(fault)
    }
  }
}

extension WorkingSet {
  /// The debit memo that a posted invoice was made from, which now says so.
  fileprivate func debitMemo(of invoice: Invoice) -> DebitMemo? {
    guard case .debitMemo(let id)? = invoice.ingested?.referenceEntity,
      var memo = debitMemos[id], memo.invoiceId == invoice.id
    else { return nil }
    memo.isInvoicePosted = true
    return memo
  }
}

extension Invoice {
  /// Whether its taxes and instalments are those of an earlier state of it.
  fileprivate func hasTaxes(of earlier: Invoice) -> Bool {
    guard instalments == earlier.instalments, lines.count == earlier.lines.count else {
      return false
    }
    for index in lines.indices {
      let line = lines[index]
      let before = earlier.lines[index]
      guard line.taxes == before.taxes,
        line.ingested?.areTaxesGiven == before.ingested?.areTaxesGiven
      else { return false }
    }
    return true
  }
}
