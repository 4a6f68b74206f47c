import Monetary

extension CancelInvoices {
  /// Each invoice is an item of its own, canceled or refused by itself; the latest first, so that one request takes a
  /// chain of periods back. The answer names them in the request's order.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    let lines = invoiceIds.reduce(0) { $0 + (facts.lineCounts[$1] ?? 0) }
    guard lines <= LineLimit.perRequest else { return overLimit(lines: lines, facts) }
    let pointers = Dictionary(zip(invoiceIds, 0...)) { first, _ in first }
      .mapValues { "/invoiceIds/\($0)" }
    var open = OpenAgain(facts: facts)
    var canceled: [Invoice.ID: Invoice] = [:]
    var refused: [Invoice.ID: Fault] = [:]
    // Mostly the identifiers' order, which begin with the time; but a period that was invoiced again, or made at the same
    // moment, may be earlier on a later invoice. Whoever is not the latest is tried again when another was taken back.
    var left = invoiceIds.sorted(by: >)
    var isMoving = true
    while isMoving, !left.isEmpty {
      isMoving = false
      var blocked: [Invoice.ID] = []
      for id in left {
        do throws(ItemRefusal) {
          let invoice = try draft(id, facts)
          try open.takeBack(invoice)
          canceled[id] = invoice.canceled(reason)
          refused[id] = nil
          isMoving = true
        } catch {
          refused[id] = Fault(
            code: error.code, message: error.message, pointer: pointers[id],
            source: error.source ?? RecordReference(.invoice, id))
          if error.code == .invoiceNotLatest { blocked.append(id) }
        }
      }
      left = blocked
    }
    return decision(facts, canceled, refused, open)
  }

  private func decision(
    _ facts: WorkingSet, _ canceled: [Invoice.ID: Invoice], _ refused: [Invoice.ID: Fault],
    _ open: OpenAgain
  ) -> Decision {
    let answer = Answer(
      invoices: invoiceIds.map { id in
        if let invoice = canceled[id] { return .existing(invoice.summary) }
        return .refused(id, facts.invoices[id]?.summary, faults: refused[id].map { [$0] } ?? [])
      })
    return Decision(
      outcome: answer.outcome, errors: invoiceIds.compactMap { refused[$0] },
      errorLogs: invoiceIds.compactMap { id in
        refused[id].map { log($0, of: id, facts.invoices[id]) }
      },
      answer: answer,
      effects: Effects(
        records: open.records, progress: open.movedSchedules,
        invoices: InvoiceEffects(
          changed: invoiceIds.compactMap { id in
            canceled[id].map {
              InvoiceChange(
                $0, [.canceled], previousBalance: facts.invoices[id]?.balance ?? $0.balance,
                changesLines: true)
            }
          })))
  }

  private func draft(_ id: Invoice.ID, _ facts: WorkingSet) throws(ItemRefusal) -> Invoice {
    guard let invoice = facts.invoices[id] else {
      throw ItemRefusal(
        .invoiceNotFound, "Invoice \(id) does not exist. Correct the identifier.")
    }
    let name = InvoiceName.of(id, number: invoice.number)
    switch invoice.status {
    case .draft: return invoice
    case .canceled:
      throw ItemRefusal(.invoiceFinal, "Invoice \(name) is Canceled already; it stays as it is.")
    case .voided:
      throw ItemRefusal(.invoiceFinal, "Invoice \(name) is Voided; it stays as it is.")
    case .posted:
      throw ItemRefusal(
        .invoiceNotDraft,
        "Invoice \(name) is Posted. Only a draft can be canceled; a posted invoice is voided.")
    }
  }

  private func log(_ fault: Fault, of id: Invoice.ID, _ invoice: Invoice?) -> ErrorLogEntry {
    let record = RecordReference(.invoice, id)
    let account = invoice?.accountId
    return ErrorLogEntry(
      category: .invoiceCancel, code: fault.code, message: fault.message,
      primaryRecord: account.map { RecordReference(.account, $0) } ?? record,
      relatedRecord: account == nil ? nil : record, accountId: account)
  }

  private func overLimit(lines: Int, _ facts: WorkingSet) -> Decision {
    let fault = Fault(
      code: .limitExceeded,
      message: "The invoices have \(lines) lines together; the limit is \(LineLimit.perRequest)"
        + " lines a request. Send several requests.",
      pointer: "/invoiceIds")
    return Decision(
      outcome: .failed, errors: [fault],
      errorLogs: invoiceIds.prefix(1).map { log(fault, of: $0, facts.invoices[$0]) })
  }
}

extension Invoice {
  /// The draft taken back: nothing of it is owed, and its lines no longer hold their periods.
  fileprivate func canceled(_ reason: String?) -> Invoice {
    var canceled = self
    canceled.status = .canceled
    canceled.reason = reason
    canceled.balance = .zero(currency)
    canceled.settlementStatus = .notSettled
    canceled.reinvoiceOf = []
    canceled.reinvoicedBy = []
    return canceled
  }
}
