extension WorkingSet {
  /// The one active policy for the invoices of a legal entity: its own, else one for all. Several or none keep the
  /// invoices from being posted.
  func numbering(of legalEntityId: LegalEntity.ID?) -> Result<InvoiceNumbering, Fault> {
    guard !sequencePolicies.isEmpty else { return .success(.builtIn) }
    let own = activePolicies(of: legalEntityId)
    let matching = own.isEmpty ? activePolicies(of: nil) : own
    let issuer = legalEntityId.map { "legal entity \($0)" } ?? "invoices without a legal entity"
    let source = legalEntityId.map { RecordReference(.legalEntity, $0) }
    guard let policy = matching.first.flatMap({ sequencePolicies[$0] }) else {
      return .failure(
        Fault(
          code: .sequencePolicyMissing,
          message:
            "No active sequence policy numbers \(issuer). Add one, or activate one, then request the "
            + "invoices again.",
          source: source))
    }
    guard matching.count == 1 else {
      let names = FewNames.of(matching.map(\.text))
      return .failure(
        Fault(
          code: .sequencePolicyAmbiguous,
          message:
            "More than one active sequence policy numbers \(issuer): \(names). Deactivate all but "
            + "one, then request the invoices again.",
          source: source))
    }
    return .success(.policy(policy))
  }
}
