/// What a decision changes of the ledger: rows that are added, and the sums kept with payments and memos.
package struct LedgerEffects: Hashable, Sendable {
  /// New credit memos, in the order in which they are numbered.
  package var creditMemos: [CreditMemo] = []
  /// Those of them whose lines are what ``CreditMemoLine/mirroring(_:on:)`` makes of the invoice that they void.
  package var mirrors: Set<CreditMemo.ID> = []
  /// Stored memos of which a sum or the status changed.
  package var changedCreditMemos: [CreditMemo] = []
  package var payments: [Payment] = []
  package var changedPayments: [Payment] = []
  /// In the order in which they happened, rows that take back among them.
  package var applications: [Application] = []
  package var refunds: [Refund] = []
  package var reversals: [Reversal] = []
  /// What numbers each new memo, where it is not the built-in policy.
  package var sequencePolicies: [CreditMemo.ID: SequencePolicy] = [:]

  package init() {}

  package var isEmpty: Bool {
    creditMemos.isEmpty && changedCreditMemos.isEmpty && payments.isEmpty
      && changedPayments.isEmpty && applications.isEmpty && refunds.isEmpty && reversals.isEmpty
  }
}
