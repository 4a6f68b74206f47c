internal import CSQLite
internal import Glibc

/// The owner of one `sqlite3*`: opened in its initializer, closed once, in its `deinit`.
///
/// Opened with `SQLITE_OPEN_NOMUTEX`: the library takes no lock of its own, so all use of one
/// handle and of its statements must be confined to one thread at a time. The types of this module
/// are not `Sendable`, so the compiler enforces that.
@safe
struct SQLiteHandle: ~Copyable {
  let pointer: OpaquePointer

  /// - Throws: ``SQLiteError`` when the file cannot be made or opened.
  init(_ location: SQLiteLocation, access: SQLiteConfiguration.Access) throws(SQLiteError) {
    var flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    switch access {
    case .readOnly:
      flags |= SQLITE_OPEN_READONLY
    case .readWrite(let creationMode):
      flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      try Self.create(location, mode: creationMode)
    }
    var opened: OpaquePointer?
    let code = unsafe sqlite3_open_v2(location.name, &opened, flags, nil)
    guard code == SQLITE_OK, let opened = unsafe opened else {
      let error = unsafe SQLiteError(code: code, connection: opened)
      // A failed open leaves a handle that holds the message, and has to be closed too.
      unsafe sqlite3_close_v2(opened)
      throw error
    }
    unsafe pointer = opened
  }

  /// Makes the file with the wanted permissions, which SQLite itself would make readable by all.
  ///
  /// Exclusively: closing a descriptor drops every POSIX lock this process holds on the file, so
  /// a file that exists, and may be open in another connection, must not be opened here at all.
  private static func create(_ location: SQLiteLocation, mode: UInt32) throws(SQLiteError) {
    guard case .file = location else { return }
    let descriptor = unsafe open(location.name, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, mode)
    guard descriptor < 0 else {
      close(descriptor)
      return
    }
    guard errno != EEXIST else { return }
    let reason = unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "unknown error"
    throw SQLiteError(code: .cannotOpen, message: "cannot create \(location.name): \(reason)")
  }

  deinit {
    // The second version: a statement that is still leased keeps the handle alive until it is
    // finalized, instead of being left with a dangling pointer.
    unsafe sqlite3_close_v2(pointer)
  }
}
