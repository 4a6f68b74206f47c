import Glibc

/// The service manager that has started this process and wants to hear from it, by systemd's protocol (sd_notify(3)): a datagram to a
/// socket, without a library for it.
package struct Supervisor: Sendable {
  /// The socket's path; one that begins with @ is of the abstract kind.
  let socketPath: String
  /// How often it must hear that the process does not stand still; nil when it does not watch.
  let watchdogInterval: Duration?

  package init(socketPath: String, watchdogInterval: Duration? = nil) {
    self.socketPath = socketPath
    self.watchdogInterval = watchdogInterval
  }

  /// nil where nobody wants to hear anything.
  package static func ofEnvironment() -> Supervisor? {
    func value(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
    return Supervisor(
      socketPath: value("NOTIFY_SOCKET"), watchdogMicroseconds: value("WATCHDOG_USEC"),
      watchdogProcess: value("WATCHDOG_PID"), process: Int64(getpid()))
  }

  /// From the variables of the protocol; the watchdog may be meant for another process.
  package init?(
    socketPath: String?, watchdogMicroseconds: String?, watchdogProcess: String?, process: Int64
  ) {
    guard let socketPath, socketPath.hasPrefix("/") || socketPath.hasPrefix("@"),
      socketPath.utf8.count > 1, socketPath.utf8.count < Self.longestPath
    else { return nil }
    self.socketPath = socketPath
    let isMeant = watchdogProcess.map { Int64($0) == process } ?? true
    watchdogInterval =
      isMeant
      ? watchdogMicroseconds.flatMap { Int64($0) }.flatMap {
        $0 > 0 ? .microseconds(min($0, Self.longestInterval)) : nil
      } : nil
  }

  /// Of the system's structure.
  private static let longestPath = 108
  private static let longestInterval: Int64 = 3_600 * 1_000_000

  /// Says something; what cannot be said at once is not said, for the next word comes soon.
  func say(_ message: SupervisorMessage) {
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var path = Array(socketPath.utf8)
    if path.first == UInt8(ascii: "@") { path[0] = 0 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
    let start = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
    let length = socklen_t(start + path.count + (path[0] == 0 ? 0 : 1))
    let text = Array(message.text.utf8)
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        _ = sendto(
          descriptor, text, text.count, Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL),
          address, length)
      }
    }
  }
}

/// What is said to a supervisor at once.
package struct SupervisorMessage: Hashable, Sendable {
  package var isReady = false
  package var isAlive = false
  package var isStopping = false
  /// One line for people; nil to leave the one before.
  package var status: String?

  package init(
    isReady: Bool = false, isAlive: Bool = false, isStopping: Bool = false, status: String? = nil
  ) {
    self.isReady = isReady
    self.isAlive = isAlive
    self.isStopping = isStopping
    self.status = status
  }

  package var isEmpty: Bool { !isReady && !isAlive && !isStopping && status == nil }

  package var text: String {
    var lines: [String] = []
    if isReady { lines.append("READY=1") }
    if isStopping { lines.append("STOPPING=1") }
    if isAlive { lines.append("WATCHDOG=1") }
    if let status { lines.append("STATUS=\(PrintableText.escaping(status))") }
    return lines.joined(separator: "\n")
  }
}
