/// A field of an object, as data.
package struct FieldDescription: Hashable, Sendable {
  package enum Presence: Hashable, Sendable {
    /// It must be there, unless it is one of a group that exclude each other: those are optional each.
    case required
    /// It may be left out; null is the same.
    case optional
    /// The worker keeps it: it is known and cannot be given.
    case kept
  }

  package let name: String
  package let presence: Presence
  /// nil for a field that cannot be given.
  package let kind: FieldKind?
  /// One sentence for people: what the field means and, where it may be left out, what holds then.
  package let sentence: String
}
