/// Takes a credit memo back (<doc:Lifecycle#Credit-memos>).
package struct VoidCreditMemo: Request {
  package let creditMemoId: CreditMemo.ID
  /// Whether its applications are taken back first.
  package let unapplies: Bool
  package let reason: String?

  package init(creditMemoId: CreditMemo.ID, unapplies: Bool = false, reason: String? = nil) {
    self.creditMemoId = creditMemoId
    self.unapplies = unapplies
    self.reason = reason
  }
}
