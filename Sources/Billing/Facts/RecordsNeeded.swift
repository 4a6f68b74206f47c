/// The rows that upserts look at: the stored records of the identifiers given, and every record
/// that a given one refers to.
package struct RecordsNeeded: Hashable, Sendable {
  package var identifiers = RecordIdentifiers()
  /// Of these accounts it must be known whether they have a schedule: their currency is then fixed
  /// (``WorkingSet/accountsWithSchedules``).
  package var accountsWhoseSchedulesMatter: Set<Account.ID> = []
  /// The types whose stored defaults are needed, to find a second one.
  package var defaults: Set<RecordType> = []
  /// The records that are to be written. Two requests that write the same one, or each the default of
  /// one kind, must come one after the other, also where there is no row yet that could be locked.
  package var written: Set<RecordReference> = []

  package init() {}

  package mutating func formUnion(_ other: RecordsNeeded) {
    identifiers.formUnion(other.identifiers)
    accountsWhoseSchedulesMatter.formUnion(other.accountsWhoseSchedulesMatter)
    defaults.formUnion(other.defaults)
    written.formUnion(other.written)
  }

  /// A record that is looked at.
  package mutating func insert<Kind: RecordKind>(_ id: RecordID<Kind>) { identifiers.insert(id) }

  /// A record that is to be written, with all that it names.
  package mutating func insert(_ record: Record) {
    let reference = record.reference
    written.insert(reference)
    identifiers.insert(reference)
    for link in record.links { identifiers.insert(link.target) }
    if record.isDefault { defaults.insert(reference.type) }
    if case .account(let account) = record { accountsWhoseSchedulesMatter.insert(account.id) }
  }
}
