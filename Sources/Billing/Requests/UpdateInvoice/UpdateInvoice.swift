package import CivilTime

/// Changes what may change of a stored invoice; never an amount (<doc:Lifecycle#Updating>).
package struct UpdateInvoice: Request {
  package let invoiceId: Invoice.ID
  package let expectedVersion: Int64?
  package let set: Fields

  package init(invoiceId: Invoice.ID, expectedVersion: Int64? = nil, set: Fields) {
    self.invoiceId = invoiceId
    self.expectedVersion = expectedVersion
    self.set = set
  }

  /// What becomes of a member.
  package enum Change<Value: Hashable & Sendable>: Hashable, Sendable {
    case unchanged
    case cleared
    case set(Value)
  }

  /// The members of `set`; one that is absent stays.
  package struct Fields: Hashable, Sendable {
    package var description: Change<String> = .unchanged
    package var purchaseOrderNumber: Change<String> = .unchanged
    package var billToEmail: Change<String> = .unchanged
    package var savedPaymentMethodId: Change<String> = .unchanged
    package var dueDate: Change<CivilDate> = .unchanged
    package var invoiceDate: Change<CivilDate> = .unchanged
    package var paymentTermId: Change<PaymentTerm.ID> = .unchanged
    package var billToContactId: Change<Contact.ID> = .unchanged
    package var lineNames: [LineName] = []
    /// Members of an invoice that nobody can set, by name: `INVOICE_FIELD_FIXED`.
    package var fixed: [String] = []

    package init() {}
  }

  package struct LineName: Hashable, Sendable {
    package let lineId: String
    package let name: String

    package init(lineId: String, name: String) {
      self.lineId = lineId
      self.name = name
    }
  }
}
