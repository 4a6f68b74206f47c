package import Monetary

extension Invoice {
  /// As people call it.
  package var typeName: String { isCreditNote ? "Credit note" : "Invoice" }

  /// What the customer owes by it: a credit note keeps its amounts as they were written and takes away.
  package func signed(_ amount: Money) -> Money {
    isCreditNote ? amount.negated : amount
  }
}
