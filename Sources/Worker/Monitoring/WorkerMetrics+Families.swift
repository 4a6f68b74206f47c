import Messages
package import Metrics

/// The metrics as they are told (<doc:Operations#Metrics>): every name, type and label stands here and nowhere else.
extension WorkerMetrics {
  /// What was counted, with the gauges of a status made at the same moment.
  package func families(with status: WorkerStatus) -> [MetricFamily] {
    status.families + requestFamilies + timeFamilies + workFamilies + runFamilies + taxFamilies
      + eventFamilies + connectionFamilies + ProcessMeasures.current().families
  }

  private var requestFamilies: [MetricFamily] {
    var outcomes = MetricFamily.counter(
      "requests", "Requests that were given an outcome, by class of work and outcome.")
    for (label, count) in requests.current {
      outcomes.add(
        .integer(count),
        [.init("class", label.work.shortName), .init("outcome", label.outcome.rawValue)])
    }
    var again = MetricFamily.counter(
      "requests_repeated", "Repeated requests, answered with the stored completion.")
    for (work, count) in repeated.current {
      again.add(.integer(count), [.init("class", work.shortName)])
    }
    var codes = MetricFamily.counter(
      "request_errors", "Errors in completions, by error code; only codes that have occurred.")
    for (code, count) in errors.current { codes.add(.integer(count), [.init("code", code)]) }
    return [outcomes, again, codes]
  }

  private var timeFamilies: [MetricFamily] {
    [
      byClass(
        waits, "request_wait_seconds",
        "From the sending of a request, as the broker or its sender notes it, until it is taken."),
      byClass(
        durations, "request_duration_seconds", "From the delivery of a request until its commit."),
      .histogram(
        "event_delay_seconds", "From the commit of an event until the broker confirms it.",
        eventDelays),
      .histogram("batch_requests", "Requests settled by one transaction.", batchSizes),
    ]
  }

  private func byClass(
    _ histograms: [WorkQueue: Histogram], _ name: String, _ help: String
  ) -> MetricFamily {
    var family = MetricFamily(MetricFamily.prefix + name, .histogram, help)
    for work in classes {
      if let histogram = histograms[work] {
        family.add(histogram, [.init("class", work.shortName)])
      }
    }
    return family
  }

  private var workFamilies: [MetricFamily] {
    var phases = MetricFamily.counter(
      "batch_phase_seconds", "Time of the lanes' transactions, by phase.")
    for (phase, time) in phaseTimes.current {
      phases.add(.seconds(time), [.init("phase", phase.rawValue)])
    }
    var actions = MetricFamily.counter("invoices", "Invoices, by what was done to them.")
    for (action, count) in invoices.current {
      actions.add(.integer(count), [.init("action", action.rawValue)])
    }
    var moved = MetricFamily.counter("retries", "Requests moved to a retry queue, by the queue.")
    for (queue, count) in retries.current {
      moved.add(.integer(count), [.init("queue", queue.rawValue)])
    }
    var dead = MetricFamily.counter(
      "parked", "Copies for the dead letters, by error code; only codes that have occurred.")
    for (code, count) in parked.current { dead.add(.integer(count), [.init("code", code)]) }
    return [
      phases,
      .seconds("lane_busy_seconds", "Time in which lanes had something in hand.", busyTime),
      actions, .counter("invoice_lines", "Invoice lines made.", lines), moved, dead,
      .counter("replays", "Requests that an operator sent again in place of an outcome.", replays),
      .counter(
        "dead_letters_dropped",
        "Copies of refused requests that were dropped: too many wait already.",
        deadLettersDropped),
    ]
  }

  private var runFamilies: [MetricFamily] {
    [
      .counter("run_chunks", "Chunks of runs done.", chunks),
      .counter("run_selections", "Pages of runs' selections made.", selections),
      .seconds("run_chunk_seconds", "Time that lanes spent on chunks of runs.", chunkTime),
      .seconds(
        "run_selection_seconds", "Time that lanes spent on selections of runs.", selectionTime),
      .counter(
        "run_messages_idle", "Messages of runs that named nothing that was to be done.",
        idleRunMessages),
    ]
  }

  private var taxFamilies: [MetricFamily] {
    var answers = MetricFamily.counter(
      "tax_quotes", "Documents that the tax engine was asked about, by its answer.")
    for (answer, count) in quotes.current {
      answers.add(.integer(count), [.init("answer", answer.rawValue)])
    }
    var delayed = MetricFamily.counter(
      "tax_delays",
      "Requests that wait for the tax engine in a retry queue, by the queue; no attempts of theirs."
    )
    for (queue, count) in taxDelays.current {
      delayed.add(.integer(count), [.init("queue", queue.rawValue)])
    }
    return [
      answers,
      .histogram(
        "tax_quote_seconds",
        "From asking the tax engine about a document until its answer, tries and waits included.",
        quoteTimes), delayed,
    ]
  }

  private var eventFamilies: [MetricFamily] {
    var taken = MetricFamily.counter(
      "events_published", "Events that the broker confirmed and a queue took, by type.")
    for (type, count) in published.current {
      taken.add(.integer(count), [.init("type", type.rawValue)])
    }
    var lost = MetricFamily.counter(
      "events_unrouted",
      "Events that no queue was bound for, by type.")
    for (type, count) in unrouted.current {
      lost.add(.integer(count), [.init("type", type.rawValue)])
    }
    var relayed = MetricFamily.counter(
      "relay_sent", "What relays have carried out of the process beside events.")
    relayed.add(.integer(emails.current), [.init("relay", "mail")])
    relayed.add(.integer(taxesTold.current), [.init("relay", "tax")])
    var spans = MetricFamily.counter("spans", "Spans of traces, by what became of them.")
    spans.add(.integer(spansExported.current), [.init("result", "exported")])
    spans.add(.integer(spansDropped.current), [.init("result", "dropped")])
    return [taken, lost, relayed, spans]
  }

  private var connectionFamilies: [MetricFamily] {
    var failures = MetricFamily.counter(
      "database_errors", "Failed calls to the database, by kind.")
    for (kind, count) in databaseErrors.current {
      failures.add(.integer(count), [.init("kind", kind.rawValue)])
    }
    var paused = MetricFamily.counter(
      "pause_seconds", "Time in which consumption was paused, by reason.")
    for (reason, seconds) in pauses.seconds {
      paused.add(.real(seconds), [.init("reason", reason.rawValue)])
    }
    return [
      failures,
      .counter(
        "database_reconnects", "Sessions that lanes have opened after one was lost.",
        databaseReconnects),
      paused,
      .counter(
        "stale_settlements", "Deliveries settled after their connection was lost; they come again.",
        staleSettlements),
      .counter(
        "unknown_settlements", "Deliveries settled twice or never made: a fault of the program.",
        unknownSettlements),
    ]
  }
}
