/// Finds a document's tax subtotals by category and rate.
struct SubtotalIndex {
  private var places: [TaxKey: Int] = [:]
  /// By category: the only entry, or nil when there are several.
  private var only: [String: Int?] = [:]

  init(_ subtotals: [TaxSubtotal]) {
    for (index, subtotal) in subtotals.enumerated() {
      places[subtotal.key] = index
      only[subtotal.category] = .some(only[subtotal.category] == nil ? index : nil)
    }
  }

  subscript(key: TaxKey) -> Int? { places[key] }

  func only(ofCategory category: String) -> Int? { only[category] ?? nil }
}
