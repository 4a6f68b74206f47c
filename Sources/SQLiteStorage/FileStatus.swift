internal import Glibc

/// What the system says of the file at a path.
struct FileStatus: Hashable {
  /// Which file it is, whatever its name.
  struct Identity: Hashable {
    let device: UInt64
    let number: UInt64
  }

  let identity: Identity
  let size: Int64
  let seconds: Int64
  let nanoseconds: Int64

  /// Nil when there is none, or nobody can tell.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    identity = Identity(
      device: UInt64(truncatingIfNeeded: status.st_dev),
      number: UInt64(truncatingIfNeeded: status.st_ino))
    size = Int64(status.st_size)
    seconds = Int64(status.st_mtim.tv_sec)
    nanoseconds = Int64(status.st_mtim.tv_nsec)
  }
}
