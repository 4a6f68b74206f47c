/// What can be read of the members of an object whose text is not valid JSON, or breaks off.
///
/// For answering a message that is refused: who sent it often stands beside what is wrong with it.
package struct LegibleMembers: Sendable {
  /// The members whose values are valid. Unlike the members of a valid text, two may have one name.
  package let object: JSONObject
  /// Whether the object was read up to its closing brace. If not, what follows the last member is
  /// unknown.
  package let isComplete: Bool
  /// The names of the members whose values are not valid.
  private let illegible: [JSONToken]

  init(object: JSONObject, isComplete: Bool, illegible: [JSONToken]) {
    self.object = object
    self.isComplete = isComplete
    self.illegible = illegible
  }

  /// Whether a member of that name was given once, with a valid value.
  package func isUnambiguous(_ name: String) -> Bool {
    var count = 0
    for member in object where member.isNamed(name) { count += 1 }
    return count == 1 && !isIllegible(name)
  }

  /// Whether a member of that name was given, validly or not.
  package func isGiven(_ name: String) -> Bool {
    object.member(named: name) != nil || isIllegible(name)
  }

  private func isIllegible(_ name: String) -> Bool {
    illegible.contains { object.document.string($0, isUTF8Of: name) }
  }
}
