import Storage
import Worker

/// The database as the page reads it, or its standby: one session, on a thread of its own, opened when it is needed and again after it was lost.
actor WebStore {
  private let executor = DatabaseExecutor(label: "web-database")
  nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  private let store: OperatorStore
  private var session: StoreSession?

  init(_ store: OperatorStore) { self.store = store }

  nonisolated var isStandby: Bool { store.isStandby }

  /// - Throws: why the database does not answer, as a command would say it.
  func query<Value: Sendable>(
    _ ask: @Sendable (Queries) throws(StoreError) -> Value
  ) throws(CommandFailure) -> Value {
    do throws(StoreError) {
      return try attempt(ask)
    } catch {
      throw store.failure(error)
    }
  }

  private func attempt<Value: Sendable>(
    _ ask: @Sendable (Queries) throws(StoreError) -> Value
  ) throws(StoreError) -> Value {
    if let kept = session {
      do throws(StoreError) {
        return try ask(Queries(kept))
      } catch {
        guard kept.isBroken || error.kind == .unavailable else { throw error }
        // It may have been lost since it was used last, which says nothing of the database now.
        session = nil
      }
    }
    let opened = try StoreSession(store.opener, for: .reading)
    try Schema(opened).check()
    session = opened
    do throws(StoreError) {
      return try ask(Queries(opened))
    } catch {
      if opened.isBroken { session = nil }
      throw error
    }
  }
}
