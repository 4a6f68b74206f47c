/// The company of the seller that an invoice is issued by.
package struct LegalEntity: Hashable, Sendable, Identifiable {
  package let id: RecordID<LegalEntity>
  package var name: String
  package var address: Address
  package var taxRegistrationNumber: String?
  package var isDefault: Bool
  /// What documents need of it.
  package var details = SellerDetails()
  /// How it sends invoices; nil: with the default template, nothing attached.
  package var email: LegalEntityEmail?
  package var revision: Int64?

  package init(
    id: RecordID<LegalEntity>,
    name: String,
    address: Address,
    taxRegistrationNumber: String? = nil,
    isDefault: Bool = false,
    revision: Int64? = nil
  ) {
    self.id = id
    self.name = name
    self.address = address
    self.taxRegistrationNumber = taxRegistrationNumber
    self.isDefault = isDefault
    self.revision = revision
  }
}

extension LegalEntity: RecordKind {
  package static var type: RecordType { .legalEntity }
  package static var place: WritableKeyPath<RecordTables, [ID: LegalEntity]> { \.legalEntities }
  package var record: Record { .legalEntity(self) }

  package var fieldFaults: [FieldFault] { details.fieldFaults }

  package var links: [RecordLink] {
    var links: [RecordLink] = []
    links.append("email/emailTemplateId", email?.emailTemplateId)
    return links
  }

  package func insert(into tables: inout RecordTables) {
    tables.legalEntities[id] = self
    tables.defaultLegalEntities.set(id, isDefault)
  }
}
