// Stands in for the target of sequence policies, by the same names, until it is merged: then this file goes.

extension SequencePolicy {
  package enum Target: String, Hashable, Sendable, CaseIterable {
    case invoice = "Invoice"
    case creditMemo = "CreditMemo"
  }
}

extension WorkingSet {
  func numbering(
    of legalEntityId: LegalEntity.ID?, target: SequencePolicy.Target
  ) -> Result<InvoiceNumbering, Fault> {
    target == .invoice ? numbering(of: legalEntityId) : .success(.builtIn)
  }
}

extension InvoiceNumbering {
  package var policy: SequencePolicy? { if case .policy(let policy) = self { policy } else { nil } }
}
