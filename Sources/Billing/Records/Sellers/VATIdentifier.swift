/// A VAT identifier begins with the country's code (EN 16931, BR-CO-09); Greece's is EL.
enum VATIdentifier {
  static func faults(_ text: String) -> [FieldFault] {
    let country = String(text.prefix(2))
    guard country != "EL", !DocumentCodes.countries.contains(country) else { return [] }
    return [
      FieldFault(
        field: "vatId",
        sentence:
          "\(text) does not begin with the two capitals of a country, as a VAT identifier does: DE123456789, "
          + "for example. A number of another kind is a registrationNumber.")
    ]
  }
}
