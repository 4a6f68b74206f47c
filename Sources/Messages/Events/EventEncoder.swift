package import Billing
package import CivilTime
import JSON

/// Writes events, each in a single pass into its bytes.
package struct EventEncoder: Sendable {
  /// CloudEvents `source`: who says so.
  package let source: String

  /// - Parameter source: a URI reference, not empty.
  package init(source: String = "/invoice-worker") {
    self.source = source
  }

  /// `invoice-request.completed.v1`.
  package func completion(_ completion: Completion) -> Event {
    let header = completion.header
    let size = 1_024 + completion.decision.answer.invoices.count * 512
    return event(
      .requestCompleted, id: completion.eventIdentifier, subject: header.key.identifier,
      time: completion.completedAt, requestIdentifier: header.key.identifier, trace: header.trace,
      size: size
    ) { $0.completion(completion) }
  }

  /// `invoice.drafted.v1` or `invoice.posted.v1`, as the invoice's status has it.
  ///
  /// `time` is the transaction's, `trace` that of the request that made the invoice.
  package func invoice(_ invoice: Invoice, time: UTCInstant, trace: TraceContext?) -> Event {
    let type: EventType =
      switch (invoice.creationMode, invoice.status) {
      case (_, .canceled), (_, .voided): .invoiceCanceled
      case (.external, _): .invoiceIngested
      case (.generated, .draft): .invoiceDrafted
      case (.generated, .posted): .invoicePosted
      }
    return event(
      type, id: EventIdentifier.invoice(type, invoice.id), subject: invoice.id.text, time: time,
      requestIdentifier: invoice.request.identifier, trace: trace,
      size: 1_536 + invoice.lines.count * 640
    ) { $0.invoice(invoice) }
  }

  /// The event of a stored invoice that changed, by the request `key`. Where it would be longer than `limit` bytes it
  /// carries the head, and says that the lines are omitted.
  package func change(
    of invoice: Invoice, by key: RequestKey, time: UTCInstant, trace: TraceContext?, limit: Int
  ) -> Event? {
    let type: EventType
    switch invoice.status {
    case .canceled: type = .invoiceCanceled
    // What changes of a draft's tax, the completion says.
    case .draft, .posted, .voided: return nil
    }
    func event(omittingLines: Bool) -> Event {
      self.event(
        type, id: EventIdentifier.invoice(type, invoice.id), subject: invoice.id.text, time: time,
        requestIdentifier: key.identifier, trace: trace,
        size: 1_536 + (omittingLines ? 0 : invoice.lines.count * 640)
      ) { $0.invoice(invoice, omittingLines: omittingLines) }
    }
    let whole = event(omittingLines: false)
    return whole.body.count <= limit ? whole : event(omittingLines: true)
  }

  /// `invoice.task-requested.v1`: what shall be done with the invoice.
  package func taskRequested(
    _ task: PostInvoicingTask, of invoice: Invoice, time: UTCInstant, trace: TraceContext?
  ) -> Event {
    event(
      .invoiceTaskRequested, id: EventIdentifier.task(task, invoice.id), subject: invoice.id.text,
      time: time, requestIdentifier: invoice.request.identifier, trace: trace,
      size: 1_600 + invoice.lines.count * 640
    ) {
      $0.beginObject()
      $0.member("task", task.rawValue)
      $0.key(plain: "invoice")
      $0.invoice(invoice)
      $0.endObject()
    }
  }

  /// `error-log.recorded.v1`. `key` is that of the request that met the error, nil when it had none.
  package func errorLog(_ log: ErrorLog, of key: RequestKey?, trace: TraceContext?) -> Event {
    event(
      .errorLogRecorded, id: EventIdentifier.errorLog(log, source: key?.source ?? ""),
      subject: log.number, time: log.lastSeenAt, requestIdentifier: log.requestIdentifier,
      trace: trace, size: 1_024
    ) { $0.errorLog(log) }
  }

  private func event(
    _ type: EventType, id: String, subject: String, time: UTCInstant, requestIdentifier: String?,
    trace: TraceContext?, size: Int, writingData: (inout JSONWriter) -> Void
  ) -> Event {
    var writer = JSONWriter(reservingCapacity: size)
    writer.beginObject()
    writer.member("specversion", "1.0")
    writer.member("id", id)
    writer.member("source", source)
    writer.member("type", type.rawValue)
    writer.member("subject", subject)
    writer.member("time", time.description)
    writer.member("datacontenttype", "application/json")
    if let trace {
      writer.member("traceparent", trace.traceparent)
      if let state = trace.tracestate { writer.member("tracestate", state) }
    }
    writer.key(plain: "data")
    writingData(&writer)
    writer.endObject()
    return Event(
      id: id, type: type, subject: subject, time: time, requestIdentifier: requestIdentifier,
      trace: trace, body: writer.bytes)
  }
}
