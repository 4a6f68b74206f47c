package import HTTPServer
import Metrics

/// What a worker answers over HTTP (<doc:Operations#Health>): pure, but for the moment at which it is asked.
package struct MonitoringAnswers: Sendable {
  package let metrics: WorkerMetrics
  /// What the worker is doing now; it waits for nothing.
  package let status: @Sendable () -> WorkerStatus

  package init(metrics: WorkerMetrics, status: @escaping @Sendable () -> WorkerStatus) {
    self.metrics = metrics
    self.status = status
  }

  package func answer(_ request: HTTPRequest) -> HTTPResponse {
    switch request.path {
    case "/livez":
      let status = status()
      guard status.isAlive else {
        return HTTPResponse(
          status: 503, text: "standing still: \(status.stuck.joined(separator: ", "))\n")
      }
      return HTTPResponse(status: 200, text: "alive\n")
    case "/readyz":
      let status = status()
      let isVerbose = request.query.contains("verbose")
      return HTTPResponse(
        status: status.isReady ? 200 : 503,
        text: isVerbose ? status.verboseText : status.sentence + "\n")
    case "/status.json":
      return HTTPResponse(status: 200, contentType: "application/json", body: status().json)
    case "/metrics":
      let form = Exposition(accepting: request.accept)
      return HTTPResponse(
        status: 200, contentType: form.contentType,
        body: Array(form.text(of: metrics.families(with: status())).utf8))
    default:
      return HTTPResponse(
        status: 404, text: "there is /livez, /readyz, /readyz?verbose, /status.json and /metrics\n")
    }
  }
}
