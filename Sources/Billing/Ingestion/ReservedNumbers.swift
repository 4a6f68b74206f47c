/// Numbers that the worker gives out itself, so that none may come from outside: those that an active
/// sequence policy can make (<doc:Ingestion>). The built-in numbering reserves nothing and
/// passes over what is taken: nobody has chosen its form, and who moves here may have used it before.
struct ReservedNumbers {
  private let policies: [SequencePolicy]

  init(_ facts: WorkingSet) {
    policies = facts.sequencePolicies.values.filter { $0.isActive && $0.target == .invoice }
      .sorted { $0.id < $1.id }
  }

  /// The form that a number shares with those given out here, for a sentence; nil when it is free. A policy
  /// counts whatever its legal entity: an account may be moved to another one.
  func form(of number: String) -> String? {
    policies.first { $0.matches(number) }
      .map { "\($0.pattern) of sequence policy \($0.id)" }
  }
}
