/// Where a party receives documents electronically: an identifier of a scheme of the code list EAS (EN 16931, BT-34 and
/// BT-49), such as 0088 for a GLN or EM for an e-mail address.
package struct ElectronicAddress: Hashable, Sendable {
  package var scheme: String
  package var id: String

  package init(scheme: String, id: String) {
    self.scheme = scheme
    self.id = id
  }
}

extension ElectronicAddress {
  /// The fault of a scheme that the code list has not.
  static func faults(_ address: ElectronicAddress?) -> [FieldFault] {
    guard let address, !DocumentCodes.addressSchemes.contains(address.scheme) else { return [] }
    return [
      FieldFault(
        field: "electronicAddress",
        sentence:
          "\(address.scheme) is no scheme of electronic addresses (code list EAS); 0088 is a GLN, 9930 a "
          + "German VAT number, EM an e-mail address.")
    ]
  }
}
