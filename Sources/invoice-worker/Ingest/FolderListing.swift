import Glibc

/// The files in a folder and in those below it, for whoever names the folder.
enum FolderListing {
  private static let mostFiles = 10_000
  private static let deepest = 16

  /// By path; hidden ones, and what is no file, are left out, and links to folders are not followed. nil for what is no folder.
  ///
  /// - Throws: when a folder cannot be read, or there are too many files or levels.
  static func files(below path: String) throws(CommandFailure) -> [String]? {
    var status = stat()
    guard path != "-", stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      return nil
    }
    var files: [String] = []
    try list(path, level: 1, into: &files)
    return files.sorted()
  }

  private static func list(
    _ path: String, level: Int, into files: inout [String]
  ) throws(CommandFailure) {
    guard level <= deepest else {
      throw .usage("\(path) is deeper than \(deepest) folders; name the folder itself")
    }
    guard let folder = opendir(path) else {
      throw .usage("\(path) cannot be read: \(String(cString: strerror(errno)))")
    }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard !name.hasPrefix(".") else { continue }
      let whole = path.hasSuffix("/") ? path + name : "\(path)/\(name)"
      var status = stat()
      guard lstat(whole, &status) == 0 else { continue }
      let isLink = status.st_mode & S_IFMT == S_IFLNK
      guard !isLink || stat(whole, &status) == 0 else { continue }
      switch status.st_mode & S_IFMT {
      case S_IFREG:
        guard files.count < mostFiles else {
          throw .usage("\(path): a folder with more than \(mostFiles) files; name parts of it")
        }
        files.append(whole)
      case S_IFDIR where !isLink: try list(whole, level: level + 1, into: &files)
      default: continue
      }
    }
  }
}
