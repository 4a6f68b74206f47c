package import Billing
package import CivilTime
import JSON
import Monetary

extension EventEncoder {
  /// All events of what a request changed, in the order in which they are published: the invoices that it made, each with
  /// what settled it and with its tasks; the stored invoices that it changed; the tasks
  /// of stored invoices; then the ledger's records.
  ///
  /// An event of something that exists already, which cannot be refused for its length, leaves its lines out where it would
  /// be longer than `limit` bytes, and says so (<doc:Events#Invoice>).
  ///
  /// What a chunk does is attributed to its run: `run` then takes the place of the request's identifier.
  package func events(
    of effects: Effects, by header: IdentifiedHeader, run: InvoiceRun.ID? = nil, time: UTCInstant,
    limit: Int
  ) -> [Event] {
    let change = EventsOfChange(
      encoder: self, memos: effects.ledger.creditMemos, cause: run?.text ?? header.key.identifier,
      trace: header.trace, time: time, limit: limit)
    var events: [Event] = []
    for invoice in effects.invoices.made {
      events.append(self.invoice(invoice, time: time, trace: header.trace))
      for act in effects.invoices.settledAtPosting[invoice.id] ?? [] {
        // The event of the invoice shows the balance that is left.
        guard case .paid = act else { continue }
        events += change.events(of: act, invoice, previousBalance: invoice.balance, cause: nil)
      }
      for task in effects.tasks.requested where task.invoiceId == invoice.id {
        events.append(change.event(task, of: invoice, effects.tasks.paymentMethods))
      }
    }
    for changed in effects.invoices.changed {
      for act in changed.acts {
        events += change.events(
          of: act, changed.invoice, previousBalance: changed.previousBalance, cause: changed.cause)
      }
    }
    for task in effects.tasks.requested {
      guard let invoice = effects.tasks.invoices[task.invoiceId] else { continue }
      events.append(change.event(task, of: invoice, effects.tasks.paymentMethods))
    }
    for memo in effects.ledger.creditMemos {
      events.append(change.event(.creditMemoPosted, memo))
    }
    for memo in effects.ledger.changedCreditMemos where memo.status == .voided {
      events.append(change.event(.creditMemoVoided, memo))
    }
    for payment in effects.ledger.payments {
      events.append(
        change.event(.paymentRecorded, payment.id) { $0.payment(payment) })
    }
    for refund in effects.ledger.refunds {
      events.append(change.event(.paymentRefunded, refund.id) { $0.refund(refund) })
    }
    for reversal in effects.ledger.reversals {
      events.append(change.event(.paymentReversed, reversal.id) { $0.reversal(reversal) })
    }
    for email in effects.emails.changed where email.status == .failed {
      events.append(
        self.email(
          .emailFailed, email, requestIdentifier: change.cause, trace: header.trace, time: time))
    }
    for bounce in effects.emails.bounces {
      events.append(
        bounced(bounce, requestIdentifier: change.cause, trace: header.trace, time: time))
    }
    return events
  }
}

/// The events of what a request does to things that exist.
private struct EventsOfChange {
  let encoder: EventEncoder
  /// Those that the request made.
  let memos: [CreditMemo]
  /// The identifier of the request, or of the run, that did it.
  let cause: String
  let trace: TraceContext?
  let time: UTCInstant
  let limit: Int

  func events(
    of act: InvoiceChange.Act, _ invoice: Invoice, previousBalance: Money, cause: RecordReference?
  ) -> [Event] {
    switch act {
    // What changes of a draft's tax, the completion says; of a conversion and a write-off, the memo and the balance.
    case .taxCalculated, .converted, .writtenOff: []
    case .posted: [whole(.invoicePosted, invoice)]
    case .canceled: [whole(.invoiceCanceled, invoice)]
    case .voided(let memoId):
      [whole(.invoiceVoided, invoice, memo: memos.first { $0.id == memoId })]
    case .updated(let changes): [head(.invoiceUpdated, invoice) { $0.changes(changes) }]
    case .paid(let source):
      [head(.invoicePaid, invoice) { $0.reference("settledBy", source.record) }]
    case .balanceChanged:
      [
        head(.invoiceBalanceChanged, invoice) {
          $0.member("previousBalance", previousBalance)
          $0.reference("cause", cause)
        }
      ]
    }
  }

  /// The invoice with its lines, as far as they fit.
  private func whole(_ type: EventType, _ invoice: Invoice, memo: CreditMemo? = nil) -> Event {
    fitting { isShort in
      encoder.event(
        type, id: EventIdentifier.invoice(type, invoice.id), subject: invoice.id.text, time: time,
        requestIdentifier: cause, trace: trace,
        size: isShort ? EventEncoder.headSize : EventEncoder.size(of: invoice)
      ) {
        $0.invoice(invoice, on: time.date, omittingLines: isShort) {
          guard let memo else { return }
          $0.key(plain: "creditMemo")
          $0.creditMemoHead(memo)
        }
      }
    }
  }

  private func head(
    _ type: EventType, _ invoice: Invoice, _ more: (inout JSONWriter) -> Void
  ) -> Event {
    encoder.event(
      type, id: EventIdentifier.change(type, of: invoice), subject: invoice.id.text, time: time,
      requestIdentifier: cause, trace: trace, size: EventEncoder.headSize
    ) { $0.invoiceHead(invoice, on: time.date, more) }
  }

  func event(_ type: EventType, _ memo: CreditMemo) -> Event {
    fitting { isShort in
      encoder.event(
        type, id: EventIdentifier.record(type, memo.id), subject: memo.id.text, time: time,
        requestIdentifier: cause, trace: trace,
        size: 1_024 + (isShort ? 0 : memo.lines.count * 320)
      ) { $0.creditMemo(memo, omittingLines: isShort) }
    }
  }

  /// What others shall do with an invoice. The only event that has the token of a payment method.
  func event(
    _ task: InvoiceTask, of invoice: Invoice,
    _ methods: [SavedPaymentMethod.ID: SavedPaymentMethod]
  ) -> Event {
    let method = task.savedPaymentMethodId.flatMap { methods[$0] }
    return fitting { isShort in
      encoder.event(
        .invoiceTaskRequested, id: EventIdentifier.task(task.id), subject: invoice.id.text,
        time: time, requestIdentifier: cause, trace: trace,
        size: isShort ? EventEncoder.headSize : EventEncoder.size(of: invoice)
      ) {
        $0.beginObject()
        $0.member("taskId", task.id.text)
        $0.member("task", task.kind.rawValue)
        $0.member("retryOf", task.retryOf?.text)
        $0.member("amount", task.amount)
        $0.key(plain: "paymentMethod")
        if let method { $0.paymentMethod(method) } else { $0.null() }
        $0.key(plain: "invoice")
        $0.invoice(invoice, on: time.date, omittingLines: isShort)
        $0.endObject()
      }
    }
  }

  func event<Record>(
    _ type: EventType, _ id: RecordID<Record>, _ record: (inout JSONWriter) -> Void
  ) -> Event {
    encoder.event(
      type, id: EventIdentifier.record(type, id), subject: id.text, time: time,
      requestIdentifier: cause, trace: trace, size: 768,
      writingData: record)
  }

  private func fitting(_ event: (_ isShort: Bool) -> Event) -> Event {
    let whole = event(false)
    return whole.body.count <= limit ? whole : event(true)
  }
}
