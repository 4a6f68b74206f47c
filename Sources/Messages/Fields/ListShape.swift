/// A list, as data.
package struct ListShape: Hashable, Sendable {
  package let element: FieldKind
  /// How many elements it may have. More are `LIMIT_EXCEEDED`, not a fault of form.
  package let count: ClosedRange<Int>
  /// What the elements are called in a sentence: "usage records".
  package let things: String
  /// The member that no two elements share; empty when no two elements may be equal as a whole; nil when any may.
  package var distinctBy: String?
}
