extension WorkingSet {
  /// The one active policy for the invoices, or the credit memos, of a legal entity: its own, else one for all. Several or
  /// none keep the document from being posted; the built-in one applies while no policy is defined for this kind of
  /// document at all.
  func numbering(
    of legalEntityId: LegalEntity.ID?, target: SequencePolicy.Target = .invoice
  ) -> Result<InvoiceNumbering, Fault> {
    guard hasPolicies(for: target) else { return .success(.builtIn) }
    let own = activePolicies(of: legalEntityId, target: target)
    let matching = own.isEmpty ? activePolicies(of: nil, target: target) : own
    let source = legalEntityId.map { RecordReference(.legalEntity, $0) }
    guard let policy = matching.first.flatMap({ sequencePolicies[$0] }) else {
      return .failure(
        Fault(
          code: .sequencePolicyMissing,
          message:
            "No active sequence policy numbers \(target.documents(of: legalEntityId)). Add one, or "
            + "activate one, then send the request again.",
          source: source))
    }
    guard matching.count == 1 else {
      let names = FewNames.of(matching.map(\.text))
      return .failure(
        Fault(
          code: .sequencePolicyAmbiguous,
          message:
            "More than one active sequence policy numbers \(target.documents(of: legalEntityId)): "
            + "\(names). Deactivate all but one, then send the request again.",
          source: source))
    }
    return .success(.policy(policy))
  }
}

extension SequencePolicy.Target {
  /// For a sentence: whose documents.
  fileprivate func documents(of legalEntityId: LegalEntity.ID?) -> String {
    let name = self == .invoice ? "invoices" : "credit memos"
    return legalEntityId.map { "\(name) of legal entity \($0)" } ?? "\(name) without a legal entity"
  }
}
