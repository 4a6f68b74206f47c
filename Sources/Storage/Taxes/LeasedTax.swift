package import Billing
package import CivilTime

/// A transaction that one relay holds until its lease ends, and what it is to tell the engine of it.
package struct LeasedTax: Sendable {
  /// What the engine is told.
  package enum Call: Hashable, Sendable {
    case commit(TaxCommit)
    case void(TaxVoid)
    /// Nothing can be: why not.
    case impossible(reason: String)
  }

  /// With the call counted.
  package let transaction: TaxTransaction
  package let call: Call
  /// What people call the document: its number; its identifier where it has none.
  package let name: String
  /// The document's own request, of which its errors are told.
  package let request: RequestKey
  /// The end of the lease.
  package let until: UTCInstant

  package init(
    transaction: TaxTransaction, call: Call, name: String, request: RequestKey, until: UTCInstant
  ) {
    self.transaction = transaction
    self.call = call
    self.name = name
    self.request = request
    self.until = until
  }
}

/// What came of a call.
package struct AnsweredTax: Sendable {
  package let leased: LeasedTax
  /// ``Billing/TaxTransition/commitAnswered(_:)`` or ``Billing/TaxTransition/voidAnswered(_:)``.
  package let answer: TaxTransition

  package init(_ leased: LeasedTax, _ answer: TaxTransition) {
    self.leased = leased
    self.answer = answer
  }
}

/// A transaction as an answer has left it.
package struct SettledTax: Sendable {
  package let before: TaxTransaction
  package let after: TaxTransaction
  package let leased: LeasedTax
}
