/// Numbers that the worker gives out itself, so that none may come from outside: those that an active
/// sequence policy can make, or the built-in one while no policy is defined (`domain.md`, Ingesting
/// invoices and Lifecycle). Were one taken in, the sequence would come to it one day and two invoices
/// bore one number.
struct ReservedNumbers {
  private let policies: [SequencePolicy]
  private let isBuiltInActive: Bool

  init(_ facts: WorkingSet) {
    // Also one that is not active says that the built-in policy does not apply.
    isBuiltInActive = facts.sequencePolicies.isEmpty
    policies = facts.sequencePolicies.values.filter(\.isActive).sorted { $0.id < $1.id }
  }

  /// The form that a number shares with those given out here, in words; nil when it is free. A policy
  /// counts whatever its legal entity: an account may be moved to another one.
  func form(of number: String) -> String? {
    if isBuiltInActive {
      return InvoiceNumber.hasBuiltInForm(number) ? InvoiceNumber.builtInForm : nil
    }
    return policies.first { $0.matches(number) }
      .map { "\($0.pattern) of sequence policy \($0.id)" }
  }
}
