package import Storage
import Synchronization

/// Opens as another does, and counts how often it was asked: so a test sees that the workers go on trying.
package final class CountedOpener: DatabaseOpener {
  private let base: any DatabaseOpener
  private let count = Mutex(0)

  init(_ base: any DatabaseOpener) { self.base = base }

  package var tries: Int { count.withLock { $0 } }

  package func open(for purpose: DatabasePurpose) throws(StoreError) -> any Database {
    count.withLock { $0 += 1 }
    return try base.open(for: purpose)
  }
}
