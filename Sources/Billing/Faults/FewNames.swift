/// Identifiers in a sentence. As many as a sender likes may be at fault, each with a sentence that names the others.
enum FewNames {
  static let named = 10

  /// The first by order, and how many more there are.
  static func of(_ names: [String]) -> String {
    let sorted = names.sorted()
    let listed = sorted.prefix(named).joined(separator: ", ")
    return sorted.count > named ? "\(listed) and \(sorted.count - named) more" : listed
  }
}
