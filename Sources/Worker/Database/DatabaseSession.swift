package import Storage

/// The database as one user has it: opens a session when one is first needed and keeps it, drops it when it is of no
/// more use, and opens the next.
package struct DatabaseSession {
  private let opener: any DatabaseOpener
  private let purpose: DatabasePurpose
  private let opened: @Sendable (_ isFirst: Bool) -> Void
  private let dropping: @Sendable () -> Void
  private let log: Log
  private var session: StoreSession?
  private var hasOpened = false

  /// `opened` is called for each session that is opened, and told whether it is the first; `dropping` before one is closed: what else
  /// its user has open of the same database must not be what is open last.
  package init(
    _ opener: any DatabaseOpener, for purpose: DatabasePurpose = .processing,
    opened: @escaping @Sendable (_ isFirst: Bool) -> Void = { _ in },
    dropping: @escaping @Sendable () -> Void = {}, log: Log
  ) {
    self.dropping = dropping
    self.purpose = purpose
    self.opened = opened
    self.opener = opener
    self.log = log
  }

  /// The open session, or a new one where the last broke or none is open.
  package mutating func open() throws(StoreError) -> StoreSession {
    if let session, !session.isBroken { return session }
    // The old one first: the new one may depend on nobody's having it open.
    drop()
    let next = try StoreSession(opener, for: purpose)
    session = next
    opened(!hasOpened)
    hasOpened = true
    return next
  }

  /// Closes the session; the next use opens another. After a failover the same session would meet the old server
  /// again.
  package mutating func drop() {
    dropping()
    if let staleness = session?.staleness {
      log.write(
        .databaseFilesChanged,
        ["error": .text(staleness)])
    }
    session = nil
  }

  /// Closes a session over which nothing can be committed any more: as long as it is open, no other can go on either.
  package mutating func dropIfStale() {
    guard let session, session.isBroken || session.staleness != nil else { return }
    drop()
  }
}
