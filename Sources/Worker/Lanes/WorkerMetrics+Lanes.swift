import AMQP
import CivilTime
import Messages
import Metrics

/// What a lane counts once its transaction is durable.
extension WorkerMetrics {
  /// Adds what a committed batch is counted as.
  func add(_ result: BatchResult) {
    for (label, count) in result.counts.requests { requests.add(count, to: label) }
    for (work, count) in result.counts.repeated { repeated.add(count, to: work) }
    for (code, count) in result.counts.errors { errors.add(count, to: code) }
    for (code, count) in result.counts.parked { parked.add(count, to: code) }
    for (action, count) in result.counts.actions { invoices.add(count, to: action) }
    replays.add(result.counts.replays)
    invoicesMade.add(result.invoices)
    lines.add(result.lines)
    deadLettersDropped.add(result.deadLettersDropped)
  }

  /// Adds how long the requests of a committed batch have waited and taken.
  func addTimes(of settled: some Collection<ReceivedRequest>, committedAt now: MonotonicInstant) {
    batchSizes.observe(Double(settled.count))
    var isNoted = false
    for received in settled {
      let work = received.work
      if let wait = received.wait { waits[work]?.observe(wait) }
      guard let arrivedAt = received.delivery.arrivedAt else { continue }
      let taken = Double(now.nanoseconds - arrivedAt.nanoseconds) / 1_000_000_000
      durations[work]?.observe(taken)
      // One of a batch is example enough: its requests took the same transaction.
      guard !isNoted, let trace = received.intake.header?.trace?.traceID else { continue }
      isNoted = true
      durations[work]?.note(
        Histogram.Exemplar(
          traceID: trace, value: taken,
          time: Double(received.receivedAt.microsecondsSince1970) / 1_000_000))
    }
  }

  func add(_ result: RunResult, isSelection: Bool, nanoseconds: Int64) {
    if isSelection {
      selections.add()
      selectionTime.add(nanoseconds)
    } else {
      chunks.add()
      chunkTime.add(nanoseconds)
    }
    for (action, count) in result.actions { invoices.add(count, to: action) }
    invoicesMade.add(result.invoices)
    lines.add(result.lines)
  }
}
