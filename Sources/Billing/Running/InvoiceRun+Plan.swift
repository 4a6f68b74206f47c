extension InvoiceRun {
  /// What planning a chunk over these will look up. Invoices are named one by one: those that are too many together are left
  /// out (``WorkingSet/deferredInvoices``), and not all of them.
  package func factsNeeded(for items: RunItems) -> FactsNeeded {
    var needed = FactsNeeded()
    switch items {
    case .accounts(let ids):
      needed.schedules.ofAccounts = Set(ids)
      // Each account has its own, as with a request for it alone.
      needed.ledger.postingRequests = kind == .generate && terms?.action == .posted ? 1 : 0
    case .invoices(let ids) where kind == .cancel:
      for id in ids { needed.invoices.takenBack.append([id]) }
    case .invoices(let ids) where kind == .tasks:
      for id in ids { needed.invoices.told.append([id]) }
      needed.tasks.ofInvoices = Set(ids)
      if tasks?.kinds.contains(.charge) == true { needed.tasks.charged = Set(ids) }
    case .invoices(let ids) where kind == .email:
      for id in ids { needed.invoices.emailed.append([id]) }
      if let id = email?.emailTemplateId { needed.emails.templates.insert(id) }
    case .invoices(let ids) where kind == .post:
      for id in ids { needed.invoices.posted.append([id]) }
      needed.ledger.postingRequests = ids.count
    case .invoices: break
    case .schedules(let ids):
      needed.schedules.toRecover = Set(ids)
    }
    return needed
  }

  /// Whether taxes may be calculated for its chunks, as ``Request/mayAskTaxEngine`` says of requests.
  package var mayAskTaxEngine: Bool {
    switch kind {
    case .generate, .preview, .post: true
    case .email, .tasks, .recover, .cancel: false
    }
  }

  /// What is to be done about a chunk of the run. Total and pure. `refusal` says why an invoice cannot be made, though the
  /// rules allow it, such as for the size of its event; its account is then refused as a request would be.
  package func plan(
    _ items: RunItems, on facts: WorkingSet, in context: PlanningContext,
    refusing refusal: (Invoice) -> Fault? = { _ in nil }
  ) -> RunChunkPlan {
    var chunk = ChunkInProgress(run: self, context: context)
    switch items {
    case .accounts(let ids): chunk.bill(ids, on: facts, refusing: refusal)
    case .invoices(let ids) where kind == .cancel: chunk.cancel(ids, on: facts)
    case .invoices(let ids) where kind == .tasks: chunk.requestTasks(ids, on: facts)
    case .invoices(let ids) where kind == .email: chunk.queueEmails(ids, on: facts)
    case .invoices(let ids) where kind == .post: chunk.post(ids, on: facts)
    // Of no other kind are there chunks over invoices.
    case .invoices: break
    case .schedules(let ids): chunk.recover(ids, on: facts)
    }
    return chunk.finished
  }

  /// The plan of a chunk that the program keeps failing on, with other accounts and alone: an error of the run; its accounts,
  /// invoices or schedules stay as they are.
  package func givingUp(_ items: RunItems, because reason: String) -> RunChunkPlan {
    var chunk = RunChunkPlan(decision: Decision(outcome: .failed))
    let message =
      "The worker failed on this, again and again: \(reason). The rest of the run is done; report the message, and "
      + "bill it by itself when it is fixed."
    func add(_ record: RecordReference, account: Account.ID? = nil, invoice: Invoice.ID? = nil) {
      chunk.errors.append(
        RunError(accountId: account, invoiceId: invoice, code: .internalError, message: message))
      // A preview logs nothing.
      guard kind != .preview else { return }
      chunk.decision.errorLogs.append(
        ErrorLogEntry(
          category: .invoiceRun, code: .internalError, message: message, primaryRecord: record,
          accountId: account))
    }
    switch items {
    case .accounts(let ids):
      for id in ids { add(RecordReference(.account, id), account: id) }
      chunk.counters.invoicesFailed = ids.count
    case .invoices(let ids):
      for id in ids { add(RecordReference(.invoice, id), invoice: id) }
      chunk.counters.invoicesFailed = ids.count
    case .schedules(let ids):
      add(RecordReference(.invoiceRun, id))
      chunk.counters.unrecovered = ids.count
    }
    return chunk
  }
}
