/// Opens connections to one database.
package protocol DatabaseOpener: Sendable {
  /// - Throws: ``StoreError`` of kind ``StoreError/Kind/unavailable`` when the database cannot be
  ///   reached, ``StoreError/Kind/schemaMissing`` when there is none and only migrating may make it.
  func open(for purpose: DatabasePurpose) throws(StoreError) -> any Database
}

/// What a connection is opened for.
package enum DatabasePurpose: Hashable, Sendable {
  /// Requests: a commit is on stable storage when it returns, because the acknowledgement to the
  /// broker follows it.
  case processing
  /// Creating and upgrading the schema: waits as long as another process that does so takes, and no
  /// statement is cut off for taking long, for a large table is changed only as a whole.
  case migrating
  /// The command line's queries; nothing is written.
  case reading
}
