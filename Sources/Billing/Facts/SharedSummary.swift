/// The summary of an invoice that is the latest of several schedules: once for all of them, for it is large.
@dynamicMemberLookup
package final class SharedSummary: Hashable, Sendable {
  package let summary: InvoiceSummary

  package init(_ summary: InvoiceSummary) { self.summary = summary }

  package subscript<Value>(dynamicMember member: KeyPath<InvoiceSummary, Value>) -> Value {
    summary[keyPath: member]
  }

  package static func == (a: SharedSummary, b: SharedSummary) -> Bool { a.summary == b.summary }

  package func hash(into hasher: inout Hasher) { hasher.combine(summary) }
}
