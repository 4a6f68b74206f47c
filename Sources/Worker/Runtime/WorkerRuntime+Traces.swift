import AMQP
import HTTP
import Traces

extension WorkerRuntime {
  /// What records spans and what sends them; nil where no collector is configured.
  ///
  /// - Throws: ``AMQP/AMQPError`` when the system has no thread left for the client.
  static func traces(
    _ configuration: Configuration, _ build: BuildInfo, _ metrics: WorkerMetrics, _ log: Log
  ) throws(AMQPError) -> (Tracer?, TraceExporter?) {
    guard let access = configuration.traces else { return (nil, nil) }
    let tracer = Tracer(
      sampler: access.sampler,
      database: configuration.database.hasOneWriter ? "sqlite" : "postgresql")
    var limits = HTTPLimits()
    limits.connections = 1
    let client: HTTPClient
    do throws(HTTPClientError) {
      client = try HTTPClient(to: access.collector, limits: limits)
    } catch {
      log.write(.tracesNotSent, ["error": .text(error.description)])
      throw .outOfMemory(operation: "starting the client of traces")
    }
    let resource =
      access.resource + [
        SpanAttribute("service.version", .text(build.version)),
        SpanAttribute("service.instance.id", .text(configuration.name)),
      ]
    let exporter = TraceExporter(
      sending: tracer.queue, over: client,
      export: TraceExport(resource: resource, version: build.version), metrics: metrics, log: log)
    return (tracer, exporter)
  }
}
