import Glibc
import Worker

/// A document written to a file.
enum DocumentFile {
  /// Under another name first: a file of that name is whole, or was never there, whatever happens.
  static func write(_ bytes: [UInt8], to path: String) throws(CommandFailure) {
    let part = "\(path).part"
    let descriptor = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure(part) }
    let isWritten = WholeWrite.write(bytes, to: descriptor)
    let code = errno
    guard close(descriptor) == 0, isWritten else {
      let failure = failure(part, isWritten ? errno : code)
      unlink(part)
      throw failure
    }
    guard rename(part, path) == 0 else {
      let failure = failure(path)
      unlink(part)
      throw failure
    }
  }

  private static func failure(_ path: String, _ code: Int32 = errno) -> CommandFailure {
    .fault("\(path) cannot be written: \(String(cString: strerror(code)))")
  }
}
