/// How senders name the lines of an invoice: by identifier; where several lines bear one label, by the invoice's identifier, a
/// hyphen and the line's place.
struct LineNames {
  private let invoice: Invoice
  private var first: [String: Int] = [:]
  private var repeated: Set<String> = []

  init(of invoice: Invoice) {
    self.invoice = invoice
    first.reserveCapacity(invoice.lines.count)
    for (index, line) in invoice.lines.enumerated() {
      if first[line.id] == nil {
        first[line.id] = index
      } else {
        repeated.insert(line.id)
      }
    }
  }

  /// - Throws: ``ItemRefusal`` at `pointer`: `RECORD_REFERENCE_NOT_FOUND` for a name that no line bears, `REQUEST_INVALID` for
  ///   one that several bear.
  func index(of name: String, at pointer: String) throws(ItemRefusal) -> Int {
    let record = RecordReference(.invoice, invoice.id)
    let invoiceName = InvoiceName.of(invoice.id, number: invoice.number)
    guard !repeated.contains(name) else {
      let bearing = invoice.lines.indices.filter { invoice.lines[$0].id == name }
      let places = FewNames.of(bearing.map { placePrefix + String($0 + 1) })
      throw ItemRefusal(
        .requestInvalid,
        "\(bearing.count) lines of invoice \(invoiceName) are called \(name). Name each by its place: "
          + "\(places).", source: record, pointer: pointer)
    }
    guard let index = first[name] ?? index(ofPlace: name) else {
      throw ItemRefusal(
        .recordReferenceNotFound,
        "Invoice \(invoiceName) has no line \(name). Correct the identifier.", source: record,
        pointer: pointer)
    }
    return index
  }

  private var placePrefix: String { invoice.id.text + "-" }

  private func index(ofPlace name: String) -> Int? {
    guard name.hasPrefix(placePrefix), let place = Int(name.dropFirst(placePrefix.count)),
      invoice.lines.indices.contains(place - 1), name == placePrefix + String(place)
    else { return nil }
    return place - 1
  }
}
