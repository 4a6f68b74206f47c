internal import CPostgreSQL

/// Asks the server to cancel what a connection is running. May be used from any thread, while the
/// connection's owner waits.
///
/// The proof of `@unchecked`: `pointer` never changes after the initializer, what it points to is a
/// copy of the server's address and the session's key that shares nothing with the connection, and
/// `PQcancel` only reads it (libpq documents it as thread-safe). It is freed in `deinit`, when no
/// reference is left that could be in a call.
@safe
package final class PostgreSQLCancellation: @unchecked Sendable {
  private let pointer: OpaquePointer

  init?(_ connection: OpaquePointer?) {
    guard let pointer = unsafe PQgetCancel(connection) else { return nil }
    unsafe self.pointer = pointer
  }

  deinit {
    unsafe PQfreeCancel(pointer)
  }

  /// Opens a connection of its own to ask, so it blocks for a round trip, or longer while the server
  /// hangs. The statement, if one is still running, fails with ``SQLState/queryCanceled``.
  ///
  /// - Returns: whether the request was sent. Whether it came in time, only the statement tells.
  package func cancel() -> Bool {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { message in
      unsafe message.initialize(repeating: 0)
      return unsafe PQcancel(pointer, message.baseAddress, Int32(clamping: message.count)) == 1
    }
  }
}
