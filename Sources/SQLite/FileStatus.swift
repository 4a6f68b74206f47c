internal import Glibc

/// What is at a path, through links. The file itself is not opened: closing it would drop the process's locks on it.
struct FileStatus {
  private let mode: mode_t

  /// nil for nothing there.
  init?(_ path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    mode = status.st_mode
  }

  /// Whether there is a link, to whatever.
  static func isLink(_ path: String) -> Bool {
    var status = stat()
    return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  var isFile: Bool { mode & S_IFMT == S_IFREG }
  var isDirectory: Bool { mode & S_IFMT == S_IFDIR }
  var isOpenToOthers: Bool { mode & 0o007 != 0 }
  var isWritableByOthers: Bool { mode & 0o002 != 0 }

  /// As it continues "is not a file but".
  var kind: String {
    switch mode & S_IFMT {
    case S_IFIFO: "a named pipe"
    case S_IFSOCK: "a socket"
    case S_IFDIR: "a directory"
    default: "a device"
    }
  }
}
