import AMQP
import JSON
import TestSupport
import TestWorker
import Testing
import Worker

/// <doc:Operations#Traces>, from a sender through a worker to the events, over a collector that reads them by the protocol's own
/// definitions.
@Suite struct TracingTests {
  private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
  private static let sender = "00f067aa0ba902b7"

  private static func options(
    _ collector: TraceCollector, _ more: [String: String] = [:]
  ) -> RunningSystem.Options {
    var options = RunningSystem.Options()
    options.environment = [
      "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:\(collector.port)/",
      "OTEL_EXPORTER_OTLP_HEADERS": "x-tenant=a%20b",
      "OTEL_SERVICE_NAME": "billing",
      "OTEL_RESOURCE_ATTRIBUTES": "deployment.environment.name=test,service.name=other",
    ].merging(more) { $1 }
    return options
  }

  private static func request(_ id: String, sampled: Bool = true) -> SampleRequest {
    var request = SampleRequest.generate(
      id: id, action: "Posted", ["accountId": "A"], targetDate: "2026-02-01")
    request.properties.headers = [
      "traceparent": .string("00-\(trace)-\(sender)-\(sampled ? "01" : "00")"),
      "tracestate": .string("vendor=1"),
    ]
    return request
  }

  private static func records(_ system: RunningSystem) async throws {
    try await system.complete(
      .upsert(
        id: "records", [SampleRecords.account("A"), SampleRecords.schedule("S", account: "A")]))
  }

  @Test(
    "1.3: sender, process, send: one tree, and its transaction beside it, though the collector is away at first"
  )
  func tree() async throws {
    try await TraceCollector.run(refusing: 2) { collector in
      try await RunningSystem.run(Self.options(collector)) { system in
        try await Self.records(system)
        let completion = try await system.complete(Self.request("one"))
        #expect(completion.outcome == "Succeeded")
        let spans = try await eventually("the spans of both events are collected") {
          let spans = try collector.spans.filter { $0.trace == Self.trace }
          return spans.count { $0.name == "send invoice.events" } >= 2 ? spans : nil
        }
        let processes = spans.filter { $0.kind == 5 }
        let process = try #require(processes.first)
        #expect(processes.count == 1 && process.name == "process invoice.generate")
        #expect(process.parent == Self.sender && process.failure.isEmpty)
        #expect(process.attributes["messaging.message.id"] == "one")
        #expect(process.attributes["messaging.destination.name"] == "invoice.requests")
        #expect(
          process.attributes["messaging.rabbitmq.destination.routing_key"] == "invoice.generate.v1")
        #expect(process.attributes["invoice_worker.outcome"] == "Succeeded")
        #expect(process.attributes["invoice_worker.repeated"] == "False")
        let sends = spans.filter { $0.kind == 4 }
        #expect(sends.allSatisfy { $0.parent == process.id })

        // What the events carry is the span in which each was sent.
        let traced = system.events.messages.filter {
          $0.json["traceparent"].text?.contains(Self.trace) == true
        }
        #expect(traced.count == sends.count)
        for event in traced {
          let parent = try #require(event.json["traceparent"].text)
          #expect(event.header("traceparent")?.text == parent)
          #expect(event.json["tracestate"].text == "vendor=1")
          let send = try #require(sends.first { $0.attributes["messaging.message.id"] == event.id })
          #expect(parent == "00-\(Self.trace)-\(send.id)-01")
        }

        let all = try collector.spans
        let batch = try #require(all.first { process.links == [$0.id] })
        #expect(batch.name == "batch" && batch.kind == 1 && batch.parent.isEmpty)
        #expect(batch.trace != Self.trace && batch.links.contains(process.id))
        #expect(batch.attributes["db.system.name"] == "sqlite")
        let phases = all.filter { $0.parent == batch.id }.map(\.name)
        #expect(phases.contains("inbox") && phases.contains("commit") && phases.contains("write"))
        let resource = try #require(try collector.happenings.compactMap(\.resource).first)
        #expect(resource["service.name"] == "billing")
        #expect(resource["deployment.environment.name"] == "test")
        #expect(resource["service.instance.id"] == "worker-1")
      }
      #expect(try collector.happenings.allSatisfy { $0.error == nil })
      #expect(try collector.happenings.count { $0.refused == 503 } == 2)
    }
  }

  @Test(
    "1.3: what a worker has recorded is sent before it ends; a request that its sender does not record is not"
  )
  func drain() async throws {
    try await TraceCollector.run { collector in
      try await RunningSystem.run(Self.options(collector)) { system in
        try await Self.records(system)
        let silent = try await system.complete(Self.request("silent", sampled: false))
        #expect(silent.json["traceparent"].text == "00-\(Self.trace)-\(Self.sender)-00")
        // Without a trace of its sender's it begins one.
        let own = try await system.generate(["accountId": "none"])
        let parent = try #require(own.json["traceparent"].text)
        await system.workers[0].drain()
        let spans = try collector.spans
        #expect(!spans.contains { $0.trace == Self.trace })
        let refused = try #require(spans.first { $0.failure == "ACCOUNT_NOT_FOUND" })
        #expect(refused.parent.isEmpty && parent.contains(refused.trace))
      }
    }
  }

  @Test("1.3: without a sampled trace nothing is sent, and events carry what the sender said")
  func off() async throws {
    try await TraceCollector.run { collector in
      let options = Self.options(collector, ["OTEL_TRACES_SAMPLER": "always_off"])
      try await RunningSystem.run(options) { system in
        try await Self.records(system)
        let completion = try await system.complete(Self.request("one"))
        #expect(completion.json["traceparent"].text == "00-\(Self.trace)-\(Self.sender)-01")
        await system.workers[0].drain()
        #expect(try collector.spans.isEmpty)
      }
    }
  }
}
