package import Billing
package import CivilTime
import JSON

/// Events of runs belong to no request: a run goes on long after the request that began it was answered, and chunks, schedulers and
/// other runs begin and end it. Their `correlation_id` is the run's identifier; that of a skipped occurrence, which has no run, the
/// scheduler's.
extension EventEncoder {
  /// Errors that the completed event lists; all of them are kept with the run.
  package static let listedErrors = 100
  /// Schedules that each of them names at most.
  private static let schedulesOfError = 1_000

  /// `invoice-run.started.v1`.
  package func runStarted(_ run: InvoiceRun, time: UTCInstant) -> Event {
    event(.runStarted, of: run, id: EventIdentifier.run(.runStarted, run.id), time: time)
  }

  /// `invoice-run.progressed.v1`: the run with what its chunks have done so far.
  package func runProgressed(_ run: InvoiceRun, time: UTCInstant) -> Event {
    event(.runProgressed, of: run, id: EventIdentifier.progress(of: run), time: time)
  }

  /// `invoice-run.completed.v1`, whatever the run ended as: with its first errors, and of a preview with its samples. Samples
  /// leave their lines out where the event would be longer than `limit` bytes.
  package func runCompleted(
    _ run: InvoiceRun, errors: [RunError], samples: [Invoice], time: UTCInstant, limit: Int
  ) -> Event {
    func event(omittingLines: Bool) -> Event {
      self.event(
        .runCompleted, of: run, id: EventIdentifier.run(.runCompleted, run.id), time: time
      ) { writer in
        writer.key(plain: "errors")
        writer.beginArray()
        for error in errors.prefix(Self.listedErrors) {
          writer.runError(error, listing: Self.schedulesOfError)
        }
        writer.endArray()
        writer.key(plain: "samples")
        writer.beginArray()
        for invoice in samples {
          writer.preview(invoice, on: time.date, omittingLines: omittingLines)
        }
        writer.endArray()
      }
    }
    let whole = event(omittingLines: false)
    return whole.body.count <= limit ? whole : event(omittingLines: true)
  }

  /// `invoice-run.skipped.v1`: no run came of an occurrence of a scheduler; nil for an occurrence that has a run or waits for one.
  package func runSkipped(_ occurrence: SchedulerOccurrence, time: UTCInstant) -> Event? {
    guard case .skipped(let reason) = occurrence.outcome else { return nil }
    return event(
      .runSkipped, id: EventIdentifier.skipped(occurrence), subject: occurrence.schedulerId.text,
      time: time, requestIdentifier: occurrence.schedulerId.text, trace: nil, size: 512
    ) { $0.skippedOccurrence(occurrence, reason) }
  }

  private func event(
    _ type: EventType, of run: InvoiceRun, id: String, time: UTCInstant,
    _ more: (inout JSONWriter) -> Void = { _ in }
  ) -> Event {
    event(
      type, id: id, subject: run.id.text, time: time, requestIdentifier: run.id.text, trace: nil,
      size: 2_048
    ) { $0.invoiceRun(run, more) }
  }
}
