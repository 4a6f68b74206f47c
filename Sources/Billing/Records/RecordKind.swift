/// What a kind of record says of itself; ``Record`` is the register of kinds.
///
/// A kind without rules gives its type and its place among the tables. Rules that need other records than the stored ones of
/// its identifier are in ``RecordChecks``.
package protocol RecordKind: Hashable, Sendable, Identifiable where ID == RecordID<Self> {
  static var type: RecordType { get }
  /// When its records are sent, in relation to those of other kinds; a kind that names others is later than them.
  static var stage: RecordStage { get }
  /// Where its records are among the loaded ones.
  static var place: WritableKeyPath<RecordTables, [ID: Self]> { get }

  /// The sender's count of changes, by which a stale copy is recognised (<doc:Records#Upsert>).
  var revision: Int64? { get }
  /// Every other record that this one names, with the field that names it. The one list of references: what is loaded for
  /// an upsert and what is checked both follow from it.
  var links: [RecordLink] { get }
  /// What is wrong with the record by itself: the rules of form that hold between its fields.
  ///
  /// The decoder turns them into `REQUEST_INVALID` with the field's pointer; planning relies on records that have none.
  /// Whether what it names exists is checked when the request is planned.
  var fieldFaults: [FieldFault] { get }
  /// Whether it is what counts where no record of its kind is named. There is at most one.
  var isDefault: Bool { get }

  /// The record among those of any kind.
  var record: Record { get }

  /// Puts the record into its table, in the place of one with its identifier, and keeps the indexes.
  func insert(into tables: inout RecordTables)
  /// The record of an identifier; nil where none is loaded.
  static func record(_ id: String, in tables: RecordTables) -> Record?
}

// Defaults are compiled for each kind where it conforms: what goes through the protocol costs one call, and no cast.
extension RecordKind {
  package static var stage: RecordStage { .foundations }
  package var links: [RecordLink] { [] }
  package var fieldFaults: [FieldFault] { [] }
  package var isDefault: Bool { false }

  package var reference: RecordReference { RecordReference(Self.type, id) }

  package func insert(into tables: inout RecordTables) { tables[keyPath: Self.place][id] = self }

  package static func record(_ id: String, in tables: RecordTables) -> Record? {
    tables[keyPath: place][RecordID(id)]?.record
  }
}
