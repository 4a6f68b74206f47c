import Glibc

/// What files take on a disk, in bytes.
enum DiskUse {
  /// A file's; 0 for one that is not there.
  static func bytes(of path: String) -> Double {
    var status = stat()
    guard lstat(path, &status) == 0 else { return 0 }
    return Double(status.st_blocks) * 512
  }

  /// Of everything below a directory. What goes while it is counted counts or not.
  static func bytes(below directory: String) -> Double {
    TextFile.directory(directory).filter { $0 != "." && $0 != ".." }.reduce(0) { sum, name in
      let path = "\(directory)/\(name)"
      var status = stat()
      guard lstat(path, &status) == 0 else { return sum }
      return sum + bytes(of: path)
        + (status.st_mode & S_IFMT == S_IFDIR ? bytes(below: path) : 0)
    }
  }
}
