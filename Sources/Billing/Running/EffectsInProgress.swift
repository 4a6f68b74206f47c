/// The effects of several decisions merged into one: what two of them change appears once, as the later left it.
struct EffectsInProgress {
  private(set) var effects = Effects()
  private var records: [RecordReference: Int] = [:]
  private var progress: [BillingSchedule.ID: Int] = [:]
  private var made: [CreditMemo.ID: Int] = [:]
  private var memos: [CreditMemo.ID: Int] = [:]
  private var payments: [Payment.ID: Int] = [:]

  /// Of requests that make invoices or change stored ones, each invoice in one of them.
  mutating func add(_ other: Effects) {
    for record in other.records {
      effects.records.put(record, at: &records[record.reference])
    }
    for moved in other.progress {
      effects.progress.put(moved, at: &progress[moved.billingScheduleId])
    }
    effects.invoices.made += other.invoices.made
    effects.invoices.changed += other.invoices.changed
    effects.invoices.reissues += other.invoices.reissues
    for (id, acts) in other.invoices.settledAtPosting {
      effects.invoices.settledAtPosting[id] = acts
    }
    for (id, policy) in other.invoices.sequencePolicies {
      effects.invoices.sequencePolicies[id] = policy
    }
    add(other.ledger)
    effects.emails.queued += other.emails.queued
    effects.taxes.opened += other.taxes.opened
    effects.tasks.requested += other.tasks.requested
    for (id, invoice) in other.tasks.invoices { effects.tasks.invoices[id] = invoice }
    for (id, method) in other.tasks.paymentMethods { effects.tasks.paymentMethods[id] = method }
  }

  private mutating func add(_ other: LedgerEffects) {
    for memo in other.creditMemos { effects.ledger.creditMemos.put(memo, at: &made[memo.id]) }
    effects.ledger.mirrors.formUnion(other.mirrors)
    for memo in other.changedCreditMemos {
      if let index = made[memo.id] {
        effects.ledger.creditMemos[index] = memo
      } else {
        effects.ledger.changedCreditMemos.put(memo, at: &memos[memo.id])
      }
    }
    effects.ledger.payments += other.payments
    for payment in other.changedPayments {
      effects.ledger.changedPayments.put(payment, at: &payments[payment.id])
    }
    effects.ledger.applications += other.applications
    effects.ledger.refunds += other.refunds
    effects.ledger.reversals += other.reversals
    for (id, policy) in other.sequencePolicies { effects.ledger.sequencePolicies[id] = policy }
  }
}

extension Array {
  /// Replaces the element at an index, or appends it and says where it is.
  fileprivate mutating func put(_ element: Element, at index: inout Int?) {
    if let index {
      self[index] = element
    } else {
      index = count
      append(element)
    }
  }
}
