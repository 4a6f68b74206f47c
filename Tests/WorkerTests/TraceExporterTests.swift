import HTTP
import Metrics
import Testing
import Traces

@testable import Worker

@Suite struct TraceExporterTests {
  @Test(
    "1.3: each span that no collector takes is counted: one that found no room, and one that was left at the end"
  )
  func dropped() async throws {
    // Nobody listens there.
    let client = try HTTPClient(to: HTTPServer("http://127.0.0.1:1"))
    let queue = SpanQueue()
    let metrics = WorkerMetrics()
    let exporter = TraceExporter(
      sending: queue, over: client, export: TraceExport(resource: [], version: "1"),
      metrics: metrics, log: Log(level: .error, format: .text, worker: "w"))
    var chance = SystemRandomNumberGenerator()
    let context = SpanContext(
      trace: .random(using: &chance), span: .random(using: &chance), isSampled: true)
    let span = Span("a", .internal, context, begun: 1, ended: 2)
    queue.add(Array(repeating: span, count: SpanQueue.capacity + 10))
    await exporter.run {}
    #expect(metrics.spansDropped.current == Int64(SpanQueue.capacity + 10))
    #expect(metrics.spansExported.current == 0)
  }
}
