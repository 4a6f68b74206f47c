import AMQP
import Foundation
import JSON
import SQLite
import TestBroker
import TestSupport
import TestWorker
import Testing
import Worker

/// <doc:Operations#Health> and <doc:Operations#Metrics>, over workers that run.
@Suite struct MonitoringTests {
  private static func options(_ change: (inout RunningSystem.Options) -> Void = { _ in })
    -> RunningSystem.Options
  {
    var options = RunningSystem.Options()
    options.environment["INVOICE_WORKER_HTTP"] = "127.0.0.1:0"
    change(&options)
    return options
  }

  @Test("1.1: a worker that consumes is alive and ready, and says so in one line each")
  func ready() async throws {
    try await RunningSystem.run(Self.options()) { system in
      let worker = system.workers[0]
      try await eventually("it is ready") { try await worker.get("/readyz").status == 200 }
      #expect(try await worker.get("/readyz").body == "ready\n")
      #expect(try await worker.get("/livez") == (200, "alive\n"))
      #expect(try await system.generate(["accountId": "none"]).outcome == "Failed")
      let verbose = try await worker.get("/readyz?verbose")
      #expect(verbose.status == 200)
      for line in [
        "broker, consume: connected to ", "broker, publish: connected to ",
        "database: SQLite, schema ", "lanes: ", "mailbox: ", "outbox: ", "clock: ", "version: ",
      ] {
        #expect(verbose.body.contains("\n\(line)"), "\(verbose.body)")
      }
      let status = try await worker.get("/status.json")
      let root = try JSONDocument(reading: Array(status.body.utf8)).root
      #expect(root["ready"] == .bool(true) && root["state"].text == "ready")
      #expect(root["broker"]["consume"]["connected"] == .bool(true))
      #expect(root["lanes"]["count"].text == "1")
      for secret in ["guest", "amqp://", system.databasePath] {
        #expect(!(verbose.body + status.body).contains(secret), "\(secret)")
      }
      #expect(try await worker.get("/").status == 404)
      #expect(try await worker.get("/metrics/").status == 404)
    }
  }

  @Test("1.2: metrics are what Prometheus reads, in both forms, and move with requests")
  func metrics() async throws {
    try await RunningSystem.run(Self.options()) { system in
      let worker = system.workers[0]
      let before = try await MetricsReading(of: worker)
      #expect(before[#"requests_total{class=generate,outcome=failed}"#] == 0)
      try await system.complete(
        .upsert(
          id: "records", [SampleRecords.account("A"), SampleRecords.schedule("S", account: "A")]))
      let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
      var traced = SampleRequest.generate(
        id: "one", action: "Posted", ["accountId": "A"], targetDate: "2026-02-01")
      traced.properties.headers = ["traceparent": .string("00-\(trace)-00f067aa0ba902b7-01")]
      traced.properties.timestamp = UInt64(Date().timeIntervalSince1970) - 5
      #expect(try await system.complete(traced).outcome == "Succeeded")
      try await system.publish(traced)
      _ = try await system.completions("one", atLeast: 2)
      #expect(try await system.generate(["accountId": "none"]).outcome == "Failed")
      try await system.awaitEmptyQueues()

      let after = try await eventually("everything is counted") {
        let reading = try await MetricsReading(of: worker)
        return reading["requests_repeated_total{class=generate}"] == 1
          && reading["outbox_messages{}"] != nil
          && reading["queue_consumers{queue=invoice.generate}"] == 1
          ? reading : nil
      }
      #expect(after[#"requests_total{class=generate,outcome=succeeded}"#] == 1)
      #expect(after[#"requests_total{class=generate,outcome=failed}"#] == 1)
      #expect(after[#"requests_total{class=records,outcome=succeeded}"#] == 1)
      #expect(
        after["invoices_total{action=post}"] == 1 && after["invoices_total{action=draft}"] == 0)
      #expect((after["invoice_lines_total{}"] ?? 0) >= 1)
      #expect(
        after.values.keys.count { $0.hasPrefix("invoice_worker_request_errors_total{code=") } == 1)
      #expect(after["request_wait_seconds_bucket{class=generate,le=2.0}"] == 0)
      #expect(after["request_wait_seconds_bucket{class=generate,le=30.0}"] == 2)
      #expect(after["request_duration_seconds_count{class=generate}"] == 3)
      #expect((after["batch_requests_count{}"] ?? 0) >= 3)
      for phase in BatchPhase.allCases {
        #expect((after["batch_phase_seconds_total{phase=\(phase.rawValue)}"] ?? 0) > 0, "\(phase)")
      }
      #expect((after["lane_busy_seconds_total{}"] ?? 0) > 0)
      #expect(after["ready{}"] == 1 && after["lanes{}"] == 1 && after["database_connected{}"] == 1)
      #expect(after["broker_connected{connection=consume}"] == 1)
      #expect((after["events_published_total{type=invoice.posted.v1}"] ?? 0) == 1)
      #expect((after["event_delay_seconds_count{}"] ?? 0) >= 4)
      #expect((after.values["process_resident_memory_bytes{}"] ?? 0) > 1_000_000)
      #expect(after.values.count < 600, "series")

      let open = try await MetricsReading(of: worker, asOpenMetrics: true)
      #expect(open.traces.values.contains(trace))
      #expect(open.traces.keys.allSatisfy { $0.contains("request_duration_seconds_bucket") })
      #expect(open["requests_total{class=generate,outcome=succeeded}"] == 1)
    }
  }

  @Test("1.1: a lock that others hold pauses a worker: not ready, with the reason, and alive")
  func paused() async throws {
    let options = Self.options { $0.busyTimeout = 2_000 }
    try await RunningSystem.run(options) { system in
      let worker = system.workers[0]
      #expect(try await system.generate(["accountId": "none"]).outcome == "Failed")
      let lock = try await system.lockDatabase()
      try await system.publish(.generate(id: "taken", ["accountId": "none"]))
      try await eventually("it says why it waits") {
        try await worker.get("/readyz")
          == (503, "not ready: paused; other transactions hold locks that requests need\n")
      }
      #expect(try await worker.get("/livez").status == 200)
      let during = try await MetricsReading(of: worker)
      #expect(during["ready{}"] == 0)
      #expect((during["pause_seconds_total{reason=contention}"] ?? 0) > 0)
      #expect((during["database_errors_total{kind=contention}"] ?? 0) > 0)
      try lock.rollback()
      _ = try await system.completion("taken")
      try await eventually("it is ready again") { try await worker.get("/readyz").status == 200 }
    }
  }

  @Test(
    "1.1: while the broker is away a worker is alive, not ready, and says so; then it is ready again"
  )
  func brokerAway() async throws {
    try await TestBroker.withOwnNode { broker in
      try await RunningSystem.run(Self.options(), on: broker) { system in
        let worker = system.workers[0]
        try await eventually("it is ready") { try await worker.get("/readyz").status == 200 }
        try broker.evaluate("[ok = dets:sync(T) || T <- dets:all()]")
        try await blocking { _ = try broker.run("kill") }
        try await eventually("it says that the broker is away") {
          try await worker.get("/readyz") == (503, "not ready: the broker is not connected\n")
        }
        #expect(try await worker.get("/livez").status == 200)
        let during = try await MetricsReading(of: worker)
        #expect(during["broker_connected{connection=consume}"] == 0 && during["ready{}"] == 0)
        try await blocking { _ = try broker.run("restart") }
        try await eventually("it is ready again") { try await worker.get("/readyz").status == 200 }
        let after = try await MetricsReading(of: worker)
        #expect((after["broker_reconnects_total{connection=consume}"] ?? 0) >= 1)
      }
    }
  }

  @Test(
    "2: each worker is on the list of workers while it runs, and not when it has drained",
    arguments: TestStore.both)
  func listed(on store: TestStore) async throws {
    var options = RunningSystem.Options()
    options.store = store
    options.workers = 2
    try await RunningSystem.run(options) { system in
      func names() throws -> [String] {
        try system.column("SELECT name FROM worker_presence ORDER BY name")
      }
      try await eventually("both are listed") { try names() == ["worker-1", "worker-2"] }
      await system.workers[0].drain()
      #expect(try names() == ["worker-2"])
      #expect(
        try system.count("SELECT count(*) FROM worker_presence WHERE started_at <= last_seen_at")
          == 1)
    }
  }

  @Test("1.1: a port in use is a warning, the worker works, and answers once the port is free")
  func portInUse() async throws {
    try await RunningSystem.run(Self.options()) { system in
      let first = system.workers[0]
      let address = try await eventually("it listens") { first.runtime.monitoringAddress }
      let second = try system.startWorker(environment: ["INVOICE_WORKER_HTTP": "\(address)"])
      try await eventually("the log says so") {
        system.log.contains("health and metrics cannot be answered")
      }
      await first.drain()
      #expect(try await system.generate(["accountId": "none"]).outcome == "Failed")
      try await eventually("it has the port now") { second.runtime.monitoringAddress == address }
      #expect(try await second.get("/livez").status == 200)
    }
  }

  @Test("1.1: a socket in the file system answers too, and without an address nobody does")
  func unixSocket() async throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "w-\(getpid()).sock").path
    let options = Self.options { $0.environment["INVOICE_WORKER_HTTP"] = "unix:\(path)" }
    try await RunningSystem.run(options) { system in
      #expect(try await system.workers[0].get("/livez").status == 200)
      let silent = try system.startWorker(environment: ["INVOICE_WORKER_HTTP": ""])
      _ = try await system.generate(["accountId": "none"])
      #expect(silent.runtime.monitoringAddress == nil)
    }
    #expect(!FileManager.default.fileExists(atPath: path))
  }
}
