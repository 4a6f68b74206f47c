import AMQP
import Foundation
import Testing

@testable import Worker

@Suite struct SupervisorTests {
  private static func status(_ state: WorkerStatus.Readiness) -> WorkerStatus {
    var status = WorkerStatus(
      state: state, name: "w", build: .unknown, upSeconds: 1, databaseKind: "SQLite", schema: 1,
      lanes: 1)
    status.waiting = 12
    status.outbox = OutboxBacklog(messages: 3, oldestAge: 0)
    return status
  }

  private static func instant(_ seconds: Double) -> MonotonicInstant {
    MonotonicInstant(nanoseconds: Int64(seconds * 1_000_000_000))
  }

  @Test("1.5: ready once it consumes or waits for its database, and never twice")
  func ready() {
    var report = SupervisorReport(watchdogInterval: nil)
    #expect(
      !report.message(for: Self.status(.connecting), requests: 0, at: Self.instant(0)).isReady)
    #expect(report.message(for: Self.status(.ready), requests: 0, at: Self.instant(1)).isReady)
    #expect(!report.message(for: Self.status(.ready), requests: 0, at: Self.instant(2)).isReady)
    var waiting = SupervisorReport(watchdogInterval: nil)
    let message = waiting.message(for: Self.status(.starting), requests: 0, at: Self.instant(0))
    #expect(message.text == "READY=1\nSTATUS=not ready: starting; waiting for the database")
  }

  @Test("1.5: a line for people every ten seconds, and at once when the state changes")
  func statusLines() {
    var report = SupervisorReport(watchdogInterval: nil)
    func line(_ state: WorkerStatus.Readiness, _ requests: Int64, _ at: Double) -> String? {
      report.message(for: Self.status(state), requests: requests, at: Self.instant(at)).status
    }
    #expect(line(.ready, 0, 0) == "0 requests/s, 12 waiting, outbox 3")
    #expect(line(.ready, 500, 5) == nil)
    #expect(line(.ready, 30_210, 10) == "3021 requests/s, 12 waiting, outbox 3")
    #expect(line(.connecting, 30_210, 11) == "not ready: the broker is not connected")
    #expect(line(.connecting, 30_210, 12) == nil)
    #expect(line(.draining, 30_210, 13) == "not ready: draining")
  }

  @Test("1.5: the watchdog hears of a worker twice in its time, and not of one that stands still")
  func watchdog() {
    var report = SupervisorReport(watchdogInterval: .seconds(30))
    func isAlive(_ at: Double, stuck: [String] = []) -> Bool {
      var status = Self.status(.ready)
      status.stuck = stuck
      return report.message(for: status, requests: 0, at: Self.instant(at)).isAlive
    }
    #expect(isAlive(0) && !isAlive(5) && isAlive(15) && !isAlive(20))
    #expect(!isAlive(31, stuck: ["lane 1"]))
    #expect(isAlive(32))
    #expect(report.turn <= .seconds(7.5))
    var unwatched = SupervisorReport(watchdogInterval: nil)
    #expect(!unwatched.message(for: Self.status(.ready), requests: 0, at: Self.instant(0)).isAlive)
  }

  @Test("1.5: stopping is said once")
  func stopping() {
    var report = SupervisorReport(watchdogInterval: nil)
    _ = report.message(for: Self.status(.ready), requests: 0, at: Self.instant(0))
    #expect(
      report.message(for: Self.status(.draining), requests: 0, at: Self.instant(1)).isStopping)
    #expect(
      !report.message(for: Self.status(.draining), requests: 0, at: Self.instant(2)).isStopping)
  }

  @Test(
    "1.5: the protocol's variables: a path or an abstract name, and a watchdog that is meant for this process",
    arguments: [
      ("/run/notify", "30000000", nil, Duration.seconds(30)),
      ("@abstract", "30000000", "7", .seconds(30)),
      ("/run/notify", "30000000", "8", nil), ("/run/notify", nil, nil, nil),
      ("/run/notify", "0", nil, nil),
      ("/run/notify", "many", nil, nil),
    ] as [(String, String?, String?, Duration?)])
  func variables(path: String, microseconds: String?, process: String?, interval: Duration?) {
    let supervisor = Supervisor(
      socketPath: path, watchdogMicroseconds: microseconds, watchdogProcess: process, process: 7)
    #expect(supervisor?.socketPath == path)
    #expect(supervisor?.watchdogInterval == interval)
  }

  @Test(
    "1.5: without a socket nobody is told anything",
    arguments: [nil, "", "relative", "@", "/" + String(repeating: "x", count: 107)])
  func noSocket(path: String?) {
    #expect(
      Supervisor(
        socketPath: path, watchdogMicroseconds: nil, watchdogProcess: nil, process: 1) == nil)
  }

  @Test("1.5: a datagram reaches the socket, and one that is not there is no fault")
  func datagram() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "n-\(UUID()).sock").path
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    defer {
      close(descriptor)
      unlink(path)
    }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let isBound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
    #expect(isBound)
    Supervisor(socketPath: path).say(SupervisorMessage(isReady: true, status: "a\nREADY=1"))
    var buffer = [UInt8](repeating: 0, count: 512)
    let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    let text = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    #expect(text.hasPrefix("READY=1\nSTATUS=a"))
    #expect(text.components(separatedBy: "\n").count == 2, "nobody's text adds a line")
    Supervisor(socketPath: path + ".none").say(SupervisorMessage(isAlive: true))
  }
}
