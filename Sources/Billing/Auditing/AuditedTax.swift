package import Monetary

/// A document's tax in the books of an engine, for the audit: where it stands, and where the document does.
package struct AuditedTax: Sendable {
  package let transaction: TaxTransaction
  /// The document's, an invoice's or a credit memo's; nil where it is not stored.
  package let status: String?
  /// What the document was posted with; nil where the engine is told of a part of its lines only.
  package let documentTax: Money?

  package init(_ transaction: TaxTransaction, status: String?, documentTax: Money?) {
    self.transaction = transaction
    self.status = status
    self.documentTax = documentTax
  }

  /// What does not hold, nothing where all does.
  package var breaches: [AuditBreach] {
    guard let status else { return [breach("is of a document that is not stored")] }
    var breaches: [AuditBreach] = []
    let state = transaction.state.rawValue
    if (status == InvoiceStatus.voided.rawValue) != isOfVoided {
      breaches.append(breach("is \(state), the document is \(status)"))
    }
    if (transaction.call == nil) != (transaction.nextAttemptAt == nil) {
      let word = transaction.call == nil ? "is tried again" : "is not tried"
      breaches.append(breach("is \(state) and \(word)"))
    }
    if let documentTax, documentTax != transaction.total {
      breaches.append(
        breach("tells of the tax \(transaction.total), the document has \(documentTax)"))
    }
    return breaches
  }

  /// Whether it stands where a voided document's does.
  private var isOfVoided: Bool {
    switch transaction.state {
    case .toCommit, .committed: false
    case .failed: transaction.failure?.from == .toVoid
    case .dropped, .toVoid, .voided, .credited: true
    }
  }

  private func breach(_ what: String) -> AuditBreach {
    let name =
      switch transaction.subject {
      case .invoice(let id): "invoice \(id)"
      case .creditMemo(let id): "credit memo \(id)"
      }
    return AuditBreach(.taxes, "The tax transaction of \(name) \(what).")
  }
}
