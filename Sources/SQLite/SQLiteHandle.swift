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

  /// Nobody asks SQLite how much memory it holds, and it counts that under a lock of the whole process, twice for each value
  /// that is bound. Before the first connection, after which it cannot be changed: then it counts on, which costs time only.
  private static let countsNoMemory: Void = { _ = csqlite_count_no_memory() }()

  /// - Throws: ``SQLiteError`` when the file cannot be made or opened.
  init(_ location: SQLiteLocation, access: SQLiteConfiguration.Access) throws(SQLiteError) {
    Self.countsNoMemory
    var flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    switch access {
    case .readOnly:
      flags |= SQLITE_OPEN_READONLY
      try Self.check(location)
    case .readWrite(let creationMode):
      flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      try Self.check(location)
      try Self.create(location, mode: creationMode)
      try Self.protect(location)
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

  /// Refuses what SQLite would wait for without end, a pipe or a device, and a link to nothing, through which it would
  /// make a file with permissions of its own.
  private static func check(_ location: SQLiteLocation) throws(SQLiteError) {
    guard case .file(let path) = location else { return }
    guard let found = FileStatus(location.name) else {
      guard FileStatus.isLink(location.name) else { return }
      throw SQLiteError(
        code: .cannotOpen,
        message: "\(path) is a link to a file that is not there; make that file, or remove the link"
      )
    }
    guard found.isFile || found.isDirectory else {
      throw SQLiteError(code: .cannotOpen, message: "\(path) is not a file but \(found.kind)")
    }
  }

  /// Takes away what others may do with a file that they could reach, and its log's; one that others may write and that
  /// is not this user's is refused. What the group may do is the operator's choice.
  private static func protect(_ location: SQLiteLocation) throws(SQLiteError) {
    guard case .file(let path) = location else { return }
    for end in ["", "-wal", "-shm"] {
      guard let found = FileStatus(location.name + end), found.isFile, found.isOpenToOthers else {
        continue
      }
      if unsafe chmod(location.name + end, 0o600) == 0 { continue }
      guard found.isWritableByOthers else { continue }
      throw SQLiteError(
        code: .cannotOpen,
        message:
          "everybody may write to \(path)\(end), which belongs to another user; let its owner run chmod 600"
      )
    }
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
