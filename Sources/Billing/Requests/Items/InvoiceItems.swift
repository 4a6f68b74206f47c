/// The invoices that a request names, each an item of its own: done or refused by itself (<doc:Lifecycle#Items>). The one
/// place of what such requests have in common: who is named in the answer and how, what is logged, which of a chain comes
/// first.
struct InvoiceItems {
  /// In the request's order, without repeats.
  let ids: [Invoice.ID]
  let facts: WorkingSet
  /// That of the action.
  let category: ErrorLogCategory
  /// Where the request names the invoice at an index.
  let pointer: (Int) -> String
  private let indices: [Invoice.ID: Int]
  private var refused: [Invoice.ID: ItemRefusal] = [:]

  /// By default the request names them in `invoiceIds`.
  init(
    _ ids: [Invoice.ID], on facts: WorkingSet, category: ErrorLogCategory,
    pointer: @escaping (Int) -> String = { "/invoiceIds/\($0)" }
  ) {
    self.ids = ids
    self.facts = facts
    self.category = category
    self.pointer = pointer
    indices = Dictionary(zip(ids, 0...)) { first, _ in first }
  }

  /// Does something to the invoice, or refuses it; `act` throws before it has changed anything, or undoes what it has.
  ///
  /// - Returns: why it was refused; nil where it was done.
  @discardableResult
  mutating func attempt(
    _ id: Invoice.ID, _ act: (Invoice) throws(ItemRefusal) -> Void
  ) -> ItemRefusal? {
    do throws(ItemRefusal) {
      guard let invoice = facts.invoices[id] else {
        throw ItemRefusal(
          .invoiceNotFound, "Invoice \(id) does not exist. Correct the identifier.")
      }
      try act(invoice)
      refused[id] = nil
      return nil
    } catch {
      refused[id] = error
      return error
    }
  }

  /// Attempts each, the latest first, so that one request takes a chain of periods back. Mostly that is the identifiers'
  /// order, which begin with the time; but a period that was invoiced again, or made at the same moment, may be earlier on a
  /// later invoice. Whoever is not the latest is tried again when another was taken back; where the later of a chain is
  /// refused, the earlier is too.
  mutating func attemptLatestFirst(_ act: (Invoice) throws(ItemRefusal) -> Void) {
    var left = ids.sorted(by: >)
    var isMoving = true
    while isMoving, !left.isEmpty {
      isMoving = false
      var blocked: [Invoice.ID] = []
      for id in left {
        guard let refusal = attempt(id, act) else {
          isMoving = true
          continue
        }
        if refusal.code == .invoiceNotLatest { blocked.append(id) }
      }
      left = blocked
    }
  }

  // MARK: What came of it

  /// The request refused as a whole because the invoices have more lines together than one request may take; nil where
  /// they have not.
  var overLineLimit: Decision? {
    let lines = ids.reduce(0) { $0 + (facts.lineCounts[$1] ?? 0) }
    guard lines > LineLimit.perRequest else { return nil }
    let refusal = ItemRefusal(
      .limitExceeded,
      "The invoices have \(lines) lines together; the limit is \(LineLimit.perRequest)"
        + " lines a request. Send several requests.")
    return Decision(
      outcome: .failed,
      errors: [Fault(code: refusal.code, message: refusal.message, pointer: "/invoiceIds")],
      errorLogs: ids.prefix(1).map { log(refusal, of: $0) })
  }

  /// The answer names every invoice, in the request's order, as the effects leave it.
  func decision(_ effects: Effects) -> Decision {
    var changed: [Invoice.ID: Invoice] = [:]
    for change in effects.invoices.changed { changed[change.invoice.id] = change.invoice }
    let answer = Answer(
      invoices: ids.map { id in
        let summary = (changed[id] ?? facts.invoices[id])?.summary
        if let refusal = refused[id] {
          return .refused(id, summary, faults: faults(refusal, of: id))
        }
        return summary.map(InvoiceResult.existing) ?? .refused(id, nil, faults: [])
      })
    return Decision(
      outcome: answer.outcome,
      errors: ids.flatMap { id in refused[id].map { faults($0, of: id) } ?? [] },
      errorLogs: ids.compactMap { id in refused[id].map { log($0, of: id) } },
      answer: answer, effects: effects)
  }

  private func faults(_ refusal: ItemRefusal, of id: Invoice.ID) -> [Fault] {
    refusal.faults(of: id, at: indices[id].map(pointer))
  }

  private func log(_ refusal: ItemRefusal, of id: Invoice.ID) -> ErrorLogEntry {
    .item(refusal, of: id, facts.invoices[id]?.accountId, category)
  }
}
