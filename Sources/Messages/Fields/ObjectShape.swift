/// An object of the wire, as data: its fields in the order in which they are documented and read. No other is accepted.
package struct ObjectShape: Hashable, Sendable {
  /// Fields that exclude each other.
  package struct Choice: Hashable, Sendable {
    package let names: [String]
    /// Whether one of them must be given.
    package let isRequired: Bool
  }

  package internal(set) var fields: [FieldDescription] = []
  package internal(set) var choices: [Choice] = []

  package func field(named name: String) -> FieldDescription? {
    fields.first { $0.name == name }
  }

  /// What the form reads, found by running it on a reader that only takes notes.
  init(of read: (inout ObjectReader) -> Void) {
    let notes = ShapeNotes()
    var fields = ObjectReader(noting: notes)
    read(&fields)
    self = notes.shape
  }

  fileprivate init() {}
}

/// What a form said that it reads. Confined to one call.
final class ShapeNotes {
  fileprivate(set) var shape = ObjectShape()

  func note(_ field: FieldDescription) { shape.fields.append(field) }

  func note(_ choice: ObjectShape.Choice) { shape.choices.append(choice) }
}
