package import Monetary

/// What only an ingested invoice has.
package struct IngestedDetails: Hashable, Sendable {
  package var documentType: DocumentType
  package var uniqueIdentifier: String?
  package var referenceEntity: ReferenceEntity?
  package var prepaidAmount: Money
  package var payableRounding: Money
  package var addresses: [AddressGroup]
  package var seller: DocumentSeller?
  package var thirdPartyAmounts: [ThirdPartyAmount]
  /// What only documents say.
  package var terms = DocumentTerms()

  package init(
    documentType: DocumentType,
    uniqueIdentifier: String?,
    referenceEntity: ReferenceEntity?,
    prepaidAmount: Money,
    payableRounding: Money,
    addresses: [AddressGroup] = [],
    seller: DocumentSeller? = nil,
    thirdPartyAmounts: [ThirdPartyAmount] = []
  ) {
    self.documentType = documentType
    self.uniqueIdentifier = uniqueIdentifier
    self.referenceEntity = referenceEntity
    self.prepaidAmount = prepaidAmount
    self.payableRounding = payableRounding
    self.addresses = addresses
    self.seller = seller
    self.thirdPartyAmounts = thirdPartyAmounts
  }
}
