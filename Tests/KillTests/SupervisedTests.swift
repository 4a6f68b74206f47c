import Foundation
import TestSupport
import TestWorker
import Testing

/// A worker as a process that a supervisor has started and that operators ask, <doc:Operations#Supervised>.
@Suite struct SupervisedTests {
  /// Where a supervisor listens.
  private final class Listener {
    let path = FileManager.default.temporaryDirectory.appending(path: "n-\(UUID()).sock").path
    private let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)

    init() throws {
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
      let isBound = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
        }
      }
      guard isBound else { throw ConditionNotMet("\(path) cannot be listened at") }
    }

    deinit {
      close(descriptor)
      unlink(path)
    }

    /// The lines that have come since this was last called.
    func lines() -> [String] {
      var found: [String] = []
      var buffer = [UInt8](repeating: 0, count: 4_096)
      while true {
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        guard count > 0 else { return found }
        found += String(decoding: buffer[..<count], as: UTF8.self).split(separator: "\n")
          .map(String.init)
      }
    }
  }

  /// Runs the program beside the worker's.
  private static func ask(_ arguments: String...) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appending(path: "invoice-worker")
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  @Test("1.5: a supervisor hears that it is ready, what it does, that it lives, and that it stops")
  func supervised() async throws {
    var options = RunningSystem.Options()
    options.workers = 0
    try await RunningSystem.run(options) { system in
      let listener = try Listener()
      let path = FileManager.default.temporaryDirectory.appending(path: "h-\(UUID()).sock").path
      let worker = try system.startProcess(
        "supervised",
        environment: [
          "NOTIFY_SOCKET": listener.path, "WATCHDOG_USEC": "4000000",
          "INVOICE_WORKER_HTTP": "unix:\(path)", "INVOICE_WORKER_LOG_FORMAT": "journal",
        ])
      var heard: [String] = []
      try await eventually("it is ready, lives and says what it does") {
        heard += listener.lines()
        return heard.contains("READY=1") && heard.count { $0 == "WATCHDOG=1" } >= 3
          && heard.contains { $0.hasSuffix(" requests/s, 0 waiting, outbox 0") }
      }
      let ready = try await blocking { try Self.ask("health", "--url", "unix:\(path)") }
      #expect(ready == (0, "ready\n"))
      let json = try await blocking { try Self.ask("health", "--json", "--url", "unix:\(path)") }
      #expect(json.status == 0 && json.output.hasPrefix("{\"state\":\"ready\""))

      try await eventually("the log has it") { system.log.contains("<6>consuming ") }
      worker.signal(SIGUSR1)
      try await eventually("the level is debug") {
        system.log.contains("<6>the log's level was changed now=debug")
      }
      try await worker.finish()
      heard += listener.lines()
      #expect(heard.contains("STOPPING=1"))
      #expect(heard.contains("STATUS=not ready: draining"))
      let gone = try await blocking { try Self.ask("health", "--url", "unix:\(path)") }
      #expect(gone.status == 69 && gone.output.contains("no worker answers at unix:\(path)"))
    }
  }

  @Test("1.1: health says why a worker is not ready, and what is wrong with the question")
  func health() async throws {
    var options = RunningSystem.Options()
    options.workers = 0
    try await RunningSystem.run(options) { system in
      let path = FileManager.default.temporaryDirectory.appending(path: "h-\(UUID()).sock").path
      // Nobody listens at that port: the database is waited for.
      let worker = try system.startProcess(
        "waiting",
        environment: [
          "INVOICE_WORKER_HTTP": "unix:\(path)",
          "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none?connect_timeout=1",
        ])
      let answer = try await eventually("it says that it starts") {
        let answer = try await blocking { try Self.ask("health", "--url", "unix:\(path)") }
        return answer.status == 1 ? answer : nil
      }
      #expect(answer.output.hasPrefix("not ready: starting; waiting for the database"))
      worker.kill()
      _ = try await worker.end()
    }
  }
}
