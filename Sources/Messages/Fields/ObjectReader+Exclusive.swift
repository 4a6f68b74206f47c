import JSON

extension ObjectReader {
  /// Holds members that exclude each other to one, before they are read: else one fault for each that is given, or,
  /// when none is, one for each that could be (<doc:Requests#Types>). One that has a fault of its own counts as given,
  /// as does one that is empty; null is absent.
  ///
  /// - Parameters:
  ///   - names: the members, as the sentence lists them.
  ///   - mayBeAbsent: whether none of them is right too.
  /// - Returns: whether nothing was refused.
  func checkExclusive(_ names: [String], mayBeAbsent: Bool = false) -> Bool {
    let given = names.filter { isGiven($0) }
    if given.count == 1 || (given.isEmpty && mayBeAbsent) { return true }
    let choice = names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
    let rule =
      mayBeAbsent ? "give at most one of \(choice)" : "give exactly one of \(choice)"
    for name in given {
      let others = given.filter { $0 != name }.joined(separator: " and ")
      refuse(name, "cannot be given together with \(others); \(rule)")
    }
    if given.isEmpty {
      for name in names { refuse(name, "is missing; \(rule)") }
    }
    return false
  }
}
