/// What an invoice number is unique among (<doc:Ingestion>): the documents of one type of one
/// issuer, who is the legal entity, else the seller, else one for all.
package struct NumberScope: Hashable, Sendable {
  /// As the store keeps it, for a unique key: compared byte by byte.
  package let text: String

  package init(
    _ documentType: DocumentType, legalEntityId: LegalEntity.ID?, sellerId: String? = nil
  ) {
    if let legalEntityId {
      text = "\(documentType.rawValue)/entity/\(legalEntityId)"
    } else if let sellerId {
      text = "\(documentType.rawValue)/seller/\(sellerId)"
    } else {
      text = documentType.rawValue
    }
  }

  package init(text: String) {
    self.text = text
  }
}

extension Invoice {
  /// A canceled invoice has one of its own: its number is free for another.
  package var numberScope: NumberScope {
    let scope = NumberScope(
      ingested?.documentType ?? .invoice, legalEntityId: legalEntityId,
      sellerId: ingested?.seller?.id)
    return status == .canceled ? NumberScope(text: "\(scope.text)/canceled/\(id)") : scope
  }

  /// Whether its number and those that are given out here for its legal entity must differ.
  package var isNumberedAmongGenerated: Bool {
    numberScope == NumberScope(.invoice, legalEntityId: legalEntityId)
  }

  /// Whether it brought a number that the built-in sequence may come to. The policies that are defined reserve their numbers;
  /// the built-in one reserves none.
  package var mayMeetBuiltInNumbers: Bool {
    creationMode == .external && isNumberedAmongGenerated
      && number.map(InvoiceNumber.matches) ?? false
  }
}

extension CreditMemo {
  /// Memos have a name space of their own for each legal entity.
  package var numberScope: NumberScope {
    NumberScope(text: "CreditMemo" + (legalEntityId.map { "/entity/\($0)" } ?? ""))
  }
}
