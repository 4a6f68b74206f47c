package import Storage
import Synchronization

/// Opens sessions of one database by the address and password of the moment. A session that is open stays so.
package final class RenewableOpener: DatabaseOpener {
  private let opener: Mutex<any DatabaseOpener>

  package init(_ opener: any DatabaseOpener) { self.opener = Mutex(opener) }

  package func replace(with other: any DatabaseOpener) { opener.withLock { $0 = other } }

  package func open(for purpose: DatabasePurpose) throws(StoreError) -> any Database {
    // Outside of the lock: opening may take as long as a server takes to answer.
    let current = opener.withLock { $0 }
    return try current.open(for: purpose)
  }
}
