import Monetary

extension CreateCreditMemo {
  /// Makes the memo and applies it as asked, or nothing of it with every fault found.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    if let identifier = uniqueIdentifier, let first = facts.ledger.creditMemoIdentifiers[identifier]
    {
      // It was made: whatever else is wrong with the copy no longer matters.
      return refusal([duplicate(identifier, of: first, facts)], facts)
    }
    guard let account = facts.accounts[accountId] else {
      let fault = Fault.unknown(
        RecordReference(.account, accountId), .accountNotFound, at: "/creditMemo/accountId")
      return refusal([fault], facts)
    }
    if let fault = tooManyLines(of: facts) { return refusal([fault], facts) }
    var settling = Settling(facts: facts, context: context)
    let id: CreditMemo.ID = settling.identifier(["creditMemo"])
    var taxes = TaxesInProgress()
    let memo: CreditMemo
    do throws(SettlementRefusal) {
      memo = try self.memo(id, of: account, settling, &taxes, in: context)
      let policy: SequencePolicy?
      do throws(ItemRefusal) {
        policy = try settling.numbering(of: memo.legalEntityId)
      } catch {
        throw SettlementRefusal(error.code, error.message, source: error.source)
      }
      settling.record(memo, numberedBy: policy)
      if !applications.isEmpty {
        try settling.apply(applications, from: .creditMemo(memo.id), effectiveDate: nil)
      }
    } catch {
      var decision = refusal(error.faults.map { $0.withoutMemo(id) }, facts)
      decision.taxesAwaited = taxes.awaited
      return decision
    }
    var decision = settling.result()
    decision.take(taxes)
    let credited = Set(lines.compactMap(\.invoiceLine?.invoiceId))
    for index in decision.effects.invoices.changed.indices
    where credited.contains(decision.effects.invoices.changed[index].invoice.id) {
      decision.effects.invoices.changed[index].invoice.creditMemoIds.append(memo.id)
    }
    return decision
  }

  private func memo(
    _ id: CreditMemo.ID, of account: Account, _ settling: Settling,
    _ taxes: inout TaxesInProgress, in context: PlanningContext
  ) throws(SettlementRefusal) -> CreditMemo {
    var progress = CreditLinesInProgress(of: self, account: account, settling: settling)
    let lines = progress.lines(on: id, in: context)
    taxes.note(progress.taxSource, of: id.text)
    let entity = progress.legalEntity(facts: settling.facts)
    guard let lines, progress.faults.isEmpty else {
      throw SettlementRefusal(progress.faults.all())
    }
    let totals: CreditMemoTotals
    let booked: TaxedDocument?
    do throws(MonetaryError) {
      totals = try CreditMemoTotals(of: lines, currency: currency)
      booked = try progress.booked(lines, on: id, by: context.taxEngine)
    } catch {
      throw SettlementRefusal(
        .amountOverflow, "The sum is beyond 18 digits before the point. Check the amounts.",
        at: "/creditMemo/lines")
    }
    guard totals.amountWithTax.isPositive else {
      throw SettlementRefusal(
        .requestInvalid,
        "The memo comes to \(totals.amountWithTax) with tax; a memo credits more than 0.",
        at: "/creditMemo/lines")
    }
    if let booked {
      taxes.post(.creditMemo(id), of: account.id, .quoted(booked), at: context.now)
    }
    let invoices = progress.creditedInvoices
    var memo = CreditMemo(
      id: id, accountId: account.id, accountName: account.name, currency: currency,
      legalEntityId: entity, creditDate: creditDate,
      sourceAction: invoices.isEmpty ? .standalone : .invoiceLines,
      invoiceId: invoices.count == 1 ? invoices.first : nil, lines: lines,
      totalAmount: totals.amount, totalTaxAmount: totals.tax,
      totalAmountWithTax: totals.amountWithTax, credited: totals.amountWithTax,
      recordedDate: settling.today(of: account.id), request: context.request)
    memo.reasonCode = reasonCode
    memo.description = description
    memo.uniqueIdentifier = uniqueIdentifier
    return memo
  }

  /// Why the invoices whose lines it credits are not looked at; nil where they have no more lines than one request may load.
  private func tooManyLines(of facts: WorkingSet) -> Fault? {
    let invoices = Set(lines.compactMap(\.invoiceLine?.invoiceId))
    let count = invoices.reduce(0) { $0 + (facts.lineCounts[$1] ?? 0) }
    guard count > LineLimit.perRequest else { return nil }
    return Fault(
      code: .limitExceeded,
      message: "The invoices whose lines are credited have \(count) lines together; the limit is "
        + "\(LineLimit.perRequest) lines a request. Make a memo for fewer invoices at a time.",
      pointer: "/creditMemo/lines")
  }

  private func duplicate(
    _ identifier: String, of first: CreditMemo.ID, _ facts: WorkingSet
  ) -> Fault {
    let name = facts.ledger.creditMemos[first]?.name ?? first.text
    return Fault(
      code: .duplicateUniqueIdentifier,
      message: "A credit memo with the uniqueIdentifier \(identifier) was made before; it is "
        + "\(name). Nothing was stored again. Use another uniqueIdentifier for another memo.",
      pointer: "/creditMemo/uniqueIdentifier", source: RecordReference(.creditMemo, first))
  }

  /// One error log on the account: the completion lists every fault.
  private func refusal(_ faults: [Fault], _ facts: WorkingSet) -> Decision {
    var decision = Decision(outcome: .failed, errors: faults)
    guard let first = faults.first else { return decision }
    let account = RecordReference(.account, accountId)
    decision.errorLogs = [
      ErrorLogEntry(
        category: first.code.isOfNumbering ? .invoicePosting : .creditMemo, code: first.code,
        message: ErrorLogEntry.message(of: first, among: faults.count), primaryRecord: account,
        relatedRecord: first.source == account ? nil : first.source, accountId: accountId)
    ]
    return decision
  }
}

extension Fault {
  /// The memo is not made: nothing can be its fault.
  fileprivate func withoutMemo(_ id: CreditMemo.ID) -> Fault {
    guard source == RecordReference(.creditMemo, id) else { return self }
    return Fault(code: code, message: message, pointer: pointer)
  }
}
