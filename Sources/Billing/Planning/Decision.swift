/// What is to be done about a request: a value. Nothing has happened yet; the caller applies it to the working
/// set, stores it in the transaction of its outcome, and publishes the completion.
///
/// A refusal is a decision like any other: it is committed and answered.
///
/// A new request adds no member here: what it changes is among the ``effects``, what its completion says beyond
/// outcome and faults is the ``answer``.
package struct Decision: Hashable, Sendable {
  package var outcome: Outcome
  package var errors: [Fault]
  package var warnings: [Fault]
  package var errorLogs: [ErrorLogEntry]
  /// Numbers of stored logs that the warnings refer to.
  package var openErrorLogs: [String] = []
  package var answer: Answer
  package var effects: Effects
  /// What it needs of a tax engine that it has not: then nothing of it may be stored, applied or answered. Empty with the rate
  /// table.
  package var taxesAwaited = TaxesAwaited()
  /// Of its documents those whose tax the rate table estimated, because the tax engine is away.
  package var taxesEstimated = 0

  package init(
    outcome: Outcome,
    errors: [Fault] = [],
    warnings: [Fault] = [],
    errorLogs: [ErrorLogEntry] = [],
    answer: Answer = Answer(),
    effects: Effects = Effects()
  ) {
    self.outcome = outcome
    self.errors = errors
    self.warnings = warnings
    self.errorLogs = errorLogs
    self.answer = answer
    self.effects = effects
  }

  /// How many invoice lines the decision stores.
  package var lineCount: Int { effects.invoices.made.reduce(0) { $0 + $1.lines.count } }

  /// How many lines its events tell: of invoices made, of stored ones that are told whole because their lines changed with
  /// them, and of memos made.
  package var toldLineCount: Int {
    let changed = effects.invoices.changed.reduce(0) { count, change in
      count + (change.changesLines ? change.invoice.lines.count : 0)
    }
    let memos = effects.ledger.creditMemos.reduce(0) { $0 + $1.lines.count }
    return lineCount + changed + memos
  }
}
