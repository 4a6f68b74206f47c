internal import CSQLite

/// The C library underneath.
package enum SQLiteLibrary {
  /// Of the library that is loaded: `3.40.1`.
  package static var version: String { unsafe String(cString: sqlite3_libversion()) }
}
