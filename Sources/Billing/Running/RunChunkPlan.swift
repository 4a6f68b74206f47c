/// What is to be stored of a chunk of a run: a value, as a ``Decision`` is.
package struct RunChunkPlan: Hashable, Sendable {
  /// Its effects and error logs; of a preview without effects. Its answer is not sent.
  package var decision: Decision
  package var counters = RunCounters()
  /// In order of currency code.
  package var totals: [RunTotals] = []
  package var errors: [RunError] = []
  /// The first invoices of a preview, at most ``mostSamples``; else empty.
  package var samples: [Invoice] = []
  /// What does not fit into this transaction: it becomes a chunk of its own. nil: everything fits.
  package var left: RunItems?

  package static let mostSamples = 20

  package init(decision: Decision) { self.decision = decision }
}
