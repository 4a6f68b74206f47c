import Glibc
import Worker

/// A document written to a file.
enum DocumentFile {
  /// Under another name first: a file of that name is whole, or was never there. A device or a pipe is written to, never replaced.
  static func write(_ bytes: [UInt8], to name: String) throws(CommandFailure) {
    let path = destination(of: name)
    guard !isDeviceOrPipe(path) else {
      try write(bytes, toOpened: path, O_WRONLY | O_CLOEXEC)
      return
    }
    let part = "\(path).part"
    do throws(CommandFailure) {
      try write(bytes, toOpened: part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC)
    } catch {
      unlink(part)
      throw error
    }
    guard rename(part, path) == 0 else {
      let failure = failure(path)
      unlink(part)
      throw failure
    }
  }

  private static func write(
    _ bytes: [UInt8], toOpened path: String, _ flags: Int32
  ) throws(CommandFailure) {
    let descriptor = open(path, flags, 0o644)
    guard descriptor >= 0 else { throw failure(path) }
    let isWritten = WholeWrite.write(bytes, to: descriptor)
    let code = errno
    guard close(descriptor) == 0, isWritten else {
      throw failure(path, isWritten ? errno : code)
    }
  }

  /// Where links lead, such as `/dev/stdout`: they stay as they are.
  private static func destination(of name: String) -> String {
    guard let path = realpath(name, nil) else { return name }
    defer { free(path) }
    return String(cString: path)
  }

  private static func isDeviceOrPipe(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    return ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  }

  private static func failure(_ path: String, _ code: Int32 = errno) -> CommandFailure {
    .fault("\(path) cannot be written: \(String(cString: strerror(code)))")
  }
}
