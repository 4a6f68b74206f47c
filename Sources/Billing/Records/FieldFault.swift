/// A field of a record that cannot stand as it is, whatever else is stored.
package struct FieldFault: Hashable, Sendable {
  /// The field's name on the wire.
  package let field: String
  /// What is wrong and how to fix it.
  package let sentence: String
}
