package import CivilTime

/// What the command line asks. Nothing is written; every answer is of one commit.
package struct Queries {
  let session: StoreSession
  var database: any Database { session.database }

  package func now() throws(StoreError) -> UTCInstant { try session.now() }

  package init(_ session: StoreSession) {
    self.session = session
  }
}
