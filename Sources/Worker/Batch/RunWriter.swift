import Billing
import CivilTime
import Messages
import Storage

/// Stores the starts and ends of runs and the outcomes of schedulers' occurrences, with their events and the messages that start
/// the work.
struct RunWriter {
  let now: UTCInstant

  func write(
    _ effects: RunEffects, _ messages: inout BatchMessages,
    in transaction: borrowing StoreTransaction
  ) throws(StoreError) {
    try transaction.write([effects], at: now)
    for run in effects.ended { try announceEnd(of: run, &messages, in: transaction) }
    for run in effects.started { announceStart(of: run, &messages) }
    announce(effects.occurrences, &messages)
  }

  func announceStart(of run: InvoiceRun, _ messages: inout BatchMessages) {
    messages.announce(messages.encoder.runStarted(run, time: now))
    messages.issue(RunMessage(runId: run.id, number: RunChunk.selection))
  }

  func announce(_ occurrences: [SchedulerOccurrence], _ messages: inout BatchMessages) {
    for occurrence in occurrences {
      guard let event = messages.encoder.runSkipped(occurrence, time: now) else { continue }
      messages.announce(event)
    }
  }

  private func announceEnd(
    of run: InvoiceRun, _ messages: inout BatchMessages,
    in transaction: borrowing StoreTransaction
  ) throws(StoreError) {
    let errors = try transaction.runErrors(of: run.id, limit: EventEncoder.listedErrors)
    let samples = run.kind == .preview ? try transaction.runSamples(of: run.id) : []
    messages.announce(
      messages.encoder.runCompleted(
        run, errors: errors, samples: samples, time: now, limit: MessageSize.limit))
    guard let address = messages.noticeAddress(of: run) else { return }
    let invoices =
      run.kind == .preview
      ? samples.map(NoticedInvoice.init)
      : try transaction.noticedInvoices(of: run, limit: Notice.listed)
    messages.notify(address, endOf: run, invoices, errors)
  }
}
