internal import Glibc
internal import SQLite

/// Writes a copy of a database while workers use it.
package enum SQLiteBackup {
  package enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is a file of that name, which is left as it is.
    case exists
    case notWritten(String)
    /// The copy was made and does not pass SQLite's check: the database itself is damaged.
    case damaged(String)

    package var description: String {
      switch self {
      case .exists: "there is a file of that name already"
      case .notWritten(let reason): reason
      case .damaged(let finding): "the copy does not pass the integrity check: \(finding)"
      }
    }
  }

  /// Copies the database at `source` into a new file at `target`, which its owner alone may read, checks it and
  /// waits until it is on stable storage. The copy is that of one moment; those who write go on meanwhile. What could
  /// not be finished is removed.
  ///
  /// - Returns: the copy's bytes.
  package static func write(from source: String, to target: String) throws(Failure) -> Int64 {
    let file = open(target, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw errno == EEXIST ? .exists : .notWritten(String(cString: strerror(errno)))
    }
    defer { close(file) }
    do throws(Failure) {
      try copy(source, target)
      guard fsync(file) == 0, isFolderSynchronized(of: target) else {
        throw .notWritten(String(cString: strerror(errno)))
      }
    } catch {
      unlink(target)
      throw error
    }
    return FileStatus(target)?.size ?? 0
  }

  private static func copy(_ source: String, _ target: String) throws(Failure) {
    do throws(SQLiteError) {
      var configuration = SQLiteConfiguration()
      configuration.access = .readOnly
      let database = try SQLiteConnection(.file(source), configuration: configuration)
      // Into the empty file that is there. The name is taken as it stands: no URI.
      let statement = try database.statement("VACUUM INTO ?1")
      try statement.bind(target.hasPrefix("/") ? target : "./" + target, at: 1)
      try statement.run()
    } catch {
      throw .notWritten(error.description)
    }
    let finding: String
    do throws(SQLiteError) {
      var configuration = SQLiteConfiguration()
      configuration.access = .readOnly
      let backup = try SQLiteConnection(.file(target), configuration: configuration)
      let check = try backup.statement("PRAGMA integrity_check(1)")
      finding = try check.step() ? try check.text(at: 0) : "no answer"
    } catch {
      throw .damaged(error.description)
    }
    guard finding == "ok" else { throw .damaged(finding) }
  }

  /// The name is on stable storage when its folder is.
  private static func isFolderSynchronized(of path: String) -> Bool {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return fsync(descriptor) == 0
  }
}
