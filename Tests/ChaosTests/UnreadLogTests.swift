import AMQP
import Foundation
import TestBroker
import TestSupport
import TestWorker
import Testing

/// Nobody reads what a worker logs: nothing that has a deadline may wait for that.
@Suite struct UnreadLogTests {
  /// A pipe that takes not one byte more.
  static func fullPipe() throws -> Pipe {
    let pipe = Pipe()
    let descriptor = pipe.fileHandleForWriting.fileDescriptor
    let flags = fcntl(descriptor, F_GETFL)
    try #require(fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0)
    let bytes = [UInt8](repeating: UInt8(ascii: "\n"), count: 4_096)
    for size in [bytes.count, 1] {
      while write(descriptor, bytes, size) > 0 {}
    }
    // The worker has the same open file: it meets a pipe that blocks.
    try #require(fcntl(descriptor, F_SETFL, flags) == 0)
    return pipe
  }

  @Test(
    "W4: with a standard error that nobody reads requests go on, connections come back, SIGTERM ends the worker",
    .timeLimit(.minutes(10)))
  func unreadLog() async throws {
    var options = RunningSystem.Options()
    options.workers = 0
    try await RunningSystem.run(options) { system in
      let pipe = try Self.fullPipe()
      let worker = try system.startProcess("unread", standardError: pipe.fileHandleForWriting)
      let first = try await system.complete(.generate(id: newIdentifier(), ["accountId": "none"]))
      #expect(first.errorCodes == ["ACCOUNT_NOT_FOUND"])

      // Each loss of a connection is logged on that connection's own thread.
      for _ in 1...3 {
        try await eventually("both connections are closed") {
          try system.broker.evaluate(
            """
            [rabbit_networking:close_connection(P, "test") || P <- rabbit_networking:connections_local(), \
            [{vhost, <<"\(system.url.virtualHost)">>}, {client_properties, L}] <- \
            [catch rabbit_networking:connection_info(P, [vhost, client_properties])], \
            {<<"connection_name">>, longstr, <<"unread ", _/binary>>} <- L]
            """
          ).trimmingCharacters(in: .whitespacesAndNewlines) == "[ok,ok]"
        }
        let next = try await system.complete(
          .generate(id: newIdentifier(), ["accountId": "none"]))
        #expect(next.errorCodes == ["ACCOUNT_NOT_FOUND"])
      }
      worker.terminate()
      let end = try await worker.end()
      #expect(end.signal == nil && end.status == 0)
    }
  }
}
