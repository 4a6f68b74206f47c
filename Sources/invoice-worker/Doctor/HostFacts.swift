import Glibc
import Worker

/// What the machine lets this process have.
struct HostFacts: Hashable, Sendable {
  /// Descriptors that a process may raise itself to, the highest number where there is no limit; nil where the system
  /// does not say.
  var openFiles: UInt64?
  /// Bytes free where the database is; nil on another machine or where the system does not say.
  var freeDisk: UInt64?
  /// Bytes that this control group may use; nil without a limit.
  var memoryLimit: UInt64?
  var cores: Int
  var lanes: Int

  static func current(database: DatabaseLocation, lanes: Int) -> HostFacts {
    var limit = rlimit()
    let hasLimit = getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
    return HostFacts(
      openFiles: hasLimit ? UInt64(clamping: limit.rlim_max) : nil,
      freeDisk: freeDisk(of: database),
      memoryLimit: memoryLimit(), cores: ProcessFacts.current().cores, lanes: lanes)
  }

  private static func freeDisk(of database: DatabaseLocation) -> UInt64? {
    guard case .sqlite(let path) = database else { return nil }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    var status = statvfs()
    guard statvfs(folder, &status) == 0 else { return nil }
    let (bytes, overflow) = UInt64(clamping: status.f_bavail)
      .multipliedReportingOverflow(by: UInt64(clamping: status.f_frsize))
    return overflow ? nil : bytes
  }

  /// Of this process's control group: of version 2, or of version 1.
  private static func memoryLimit() -> UInt64? {
    for path in ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"] {
      // "max" is no number; version 1 writes a number beyond any memory.
      if let limit = number(in: path), limit < UInt64(1) << 60 { return limit }
    }
    return nil
  }

  private static func number(in path: String) -> UInt64? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = read(descriptor, &bytes, bytes.count)
    guard count > 0 else { return nil }
    let line = bytes[..<count].prefix { $0 != UInt8(ascii: "\n") }
    let text = String(decoding: line, as: UTF8.self)
    return UInt64(text, radix: 10)
  }
}
