package import Monetary

extension Invoice {
  /// As people call it.
  package var typeName: String {
    switch ingested?.documentType ?? .invoice {
    case .invoice: "Invoice"
    case .creditNote: "Credit note"
    }
  }

  /// What the customer owes by it: a credit note keeps its amounts as they were written and takes away.
  package func signed(_ amount: Money) -> Money {
    ingested?.documentType == .creditNote ? amount.negated : amount
  }
}
