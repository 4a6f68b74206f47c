package import Billing
package import CivilTime

// Placeholders: room wire writes these.
extension EventEncoder {
  package func events(
    of effects: Effects, by header: IdentifiedHeader, time: UTCInstant, limit: Int
  ) -> [Event] {
    var events: [Event] = []
    for made in effects.invoices.made {
      events.append(invoice(made, time: time, trace: header.trace))
      for task in effects.invoices.tasks[made.id] ?? [] {
        events.append(taskRequested(task, of: made, time: time, trace: header.trace))
      }
    }
    for changed in effects.invoices.changed {
      let event = change(
        of: changed.invoice, by: header.key, time: time, trace: header.trace, limit: limit)
      events += event.map { [$0] } ?? []
    }
    return events
  }

  package func overdue(
    _ invoice: Invoice, instalment index: Int, time: UTCInstant
  ) -> Event {
    self.invoice(invoice, time: time, trace: nil)
  }
}
