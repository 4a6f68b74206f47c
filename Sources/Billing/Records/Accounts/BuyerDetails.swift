/// What documents say of a buyer beside name and address (<doc:Documents#What-records-hold>). Each may be missing.
package struct BuyerDetails: Hashable, Sendable {
  /// With the country's two letters before it.
  package var vatId: String?
  /// In the register of companies.
  package var registrationNumber: String?
  /// By which the buyer finds who ordered (BT-10), a Leitweg-ID for example.
  package var buyerReference: String?
  package var electronicAddress: ElectronicAddress?

  package init() {}
}

extension BuyerDetails {
  var fieldFaults: [FieldFault] {
    ElectronicAddress.faults(electronicAddress) + (vatId.map(VATIdentifier.faults) ?? [])
  }
}
