package import Billing

/// An invoice number and whose invoices it is unique among: those of one legal entity, or those without any.
package struct IssuedNumber: Hashable, Sendable {
  package let number: String
  package let legalEntityId: LegalEntity.ID?

  package init(number: String, legalEntityId: LegalEntity.ID?) {
    self.number = number
    self.legalEntityId = legalEntityId
  }
}
