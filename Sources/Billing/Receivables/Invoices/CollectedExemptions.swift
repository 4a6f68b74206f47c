/// The reasons of a document's tax categories, as its lines are gone through. Several treatments of one category may have reasons
/// of their own: a document says each of them once, in the order of the lines.
struct CollectedExemptions {
  /// UTF-8 bytes that the reasons of a category have together, unless the first alone has more: reasons that would go beyond it
  /// are left out.
  static let mostBytes = 4096

  private struct Category {
    var code: String?
    var reasons: [String] = []
    var known: Set<String> = []
    var bytes = 0
  }

  private var categories: [String: Category] = [:]

  mutating func take(_ reason: String?, code: String?, for name: String) {
    guard reason != nil || code != nil else { return }
    var category = categories.removeValue(forKey: name) ?? Category()
    defer { categories[name] = category }
    if category.code == nil { category.code = code }
    guard let reason, category.known.insert(reason).inserted else { return }
    let bytes = category.bytes + reason.utf8.count + Self.separator.utf8.count
    guard category.reasons.isEmpty || bytes <= Self.mostBytes else { return }
    category.bytes = bytes
    category.reasons.append(reason)
  }

  private static let separator = "; "

  /// By category.
  var exemptions: [String: DocumentSnapshot.Exemption] {
    categories.mapValues { category in
      DocumentSnapshot.Exemption(
        reason: category.reasons.isEmpty
          ? nil : category.reasons.joined(separator: Self.separator),
        code: category.code)
    }
  }
}
