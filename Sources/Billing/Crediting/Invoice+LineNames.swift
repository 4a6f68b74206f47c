extension Invoice {
  /// The index of the line that a sender names: by its identifier; where several lines bear one label, by the invoice's
  /// identifier, a hyphen and its place.
  ///
  /// - Throws: ``ItemRefusal`` at `pointer`: `RECORD_REFERENCE_NOT_FOUND` for a name that no line bears, `REQUEST_INVALID` for
  ///   one that several bear.
  func index(ofLine name: String, at pointer: String) throws(ItemRefusal) -> Int {
    let record = RecordReference(.invoice, id)
    let bearing = lines.indices.filter { lines[$0].id == name }
    guard bearing.count < 2 else {
      let places = FewNames.of(bearing.map { placeName(ofLine: $0) })
      throw ItemRefusal(
        .requestInvalid,
        "\(bearing.count) lines of invoice \(InvoiceName.of(id, number: number)) are called \(name). Name each by its place: "
          + "\(places).", source: record, pointer: pointer)
    }
    if let index = bearing.first { return index }
    if let index = lines.indices.first(where: { placeName(ofLine: $0) == name }) { return index }
    throw ItemRefusal(
      .recordReferenceNotFound,
      "Invoice \(InvoiceName.of(id, number: number)) has no line \(name). Correct the identifier.",
      source: record,
      pointer: pointer)
  }

  private func placeName(ofLine index: Int) -> String { "\(id)-\(index + 1)" }
}
