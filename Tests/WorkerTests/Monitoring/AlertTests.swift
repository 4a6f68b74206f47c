import Foundation
import JSON
import Metrics
import Testing
import Worker

/// The files in compose/ that Prometheus and Grafana read.
@Suite struct AlertTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let folder = root.appending(path: "compose/prometheus")
  private static let dashboard = root.appending(path: "compose/grafana/invoice-worker.json")

  /// Everything that a worker may tell, all of whose values are known.
  private static func told() -> [MetricFamily] {
    let metrics = WorkerMetrics()
    var status = WorkerStatus(
      state: .ready, name: "w", build: .unknown, upSeconds: 1, databaseKind: "SQLite", schema: 1,
      lanes: 1)
    status.connections = [
      WorkerStatus.Connection(name: "consume"), WorkerStatus.Connection(name: "publish"),
    ]
    status.outbox = OutboxBacklog(messages: 0, oldestAge: 0)
    for relay in ["mail", "tax"] { status.relays[relay] = RelayBacklog(waiting: 0, oldestAge: 0) }
    status.runs = RunBacklog(running: 0, openChunks: 0)
    status.taxEngine = WorkerStatus.TaxEngineStatus(
      isAway: false,
      ages: ["ToCommit", "ToVoid", "Failed"].map { (state: $0, seconds: 0) })
    status.certificateEnd = 1
    status.queues = Topology.standard.queues.map {
      WorkerStatus.Queue(name: $0.name, messages: 0, consumers: 0)
    }
    return metrics.families(with: status)
  }

  private static func lines(of file: String) throws -> [String] {
    try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      .components(separatedBy: "\n")
  }

  private static func values(_ key: String, in lines: [String]) -> [String] {
    lines.compactMap { line in
      let parts = line.drop { $0 == " " || $0 == "-" }
      guard parts.hasPrefix("\(key): ") else { return nil }
      return parts.dropFirst(key.count + 2).trimmingCharacters(in: ["\""])
    }
  }

  /// Every expression of the dashboard's panels, as Prometheus gets it.
  private static func expressions() throws -> [String] {
    func found(in value: JSONValue) -> [String] {
      switch value {
      case .object(let object):
        object.flatMap { member -> [String] in
          if member.name == "expr", case .string(let text) = member.value { return [text] }
          return found(in: member.value)
        }
      case .array(let array): array.flatMap { found(in: $0) }
      default: []
      }
    }
    let bytes = try Array(Data(contentsOf: dashboard))
    return found(in: try JSONDocument(reading: bytes).root).map {
      $0.replacing("$__rate_interval", with: "5m").replacing("$instance", with: ".*")
    }
  }

  @Test("1.2: every alert has a runbook under its own name, and its link leads there")
  func runbooks() throws {
    let lines = try Self.lines(of: "alerts.yaml")
    let alerts = Self.values("alert", in: lines)
    let links = Self.values("runbook", in: lines)
    #expect(alerts.count >= 12 && links.count == alerts.count)
    let article = "Sources/Worker/Worker.docc/Runbooks.md"
    let headings = try String(contentsOf: Self.root.appending(path: article), encoding: .utf8)
      .components(separatedBy: "\n").filter { $0.hasPrefix("## ") }.map { $0.dropFirst(3) }
    for (alert, link) in zip(alerts, links) {
      #expect(link == "\(article)#\(alert.lowercased())")
      #expect(headings.contains { $0 == alert }, "\(alert)")
    }
    #expect(headings.map(String.init).sorted() == alerts.sorted(), "nothing is left over")
    let tested = try String(
      contentsOf: Self.folder.appending(path: "alerts-test.yaml"), encoding: .utf8)
    for alert in alerts {
      #expect(tested.components(separatedBy: "alertname: \(alert)").count >= 3, "\(alert)")
    }
  }

  @Test("1.2: alerts and dashboard ask for nothing that a worker does not tell")
  func names() throws {
    var known: Set<String> = []
    for family in Self.told() {
      let name = family.name + (family.kind == .counter ? "_total" : "")
      // One whose labels have not occurred yet has no sample.
      known.insert(name)
      for sample in family.samples { known.insert(name + sample.suffix) }
    }
    let alerts = try Self.lines(of: "alerts.yaml").joined(separator: "\n")
    let expressions = try Self.expressions()
    #expect(expressions.count > 30)
    let name = /(invoice_worker|process)_[a-z_]+/
    var asked = 0
    for text in [alerts] + expressions {
      for match in text.matches(of: name) {
        asked += 1
        #expect(known.contains(String(match.output.0)), "\(match.output.0)")
      }
    }
    #expect(asked > 40)
  }

  @Test("1.2: what waits for each relay and was sent by it is told under its name")
  func relays() {
    let told = Self.told()
    for name in ["relay_waiting", "relay_oldest_age_seconds", "relay_sent"] {
      let family = told.first { $0.name == "invoice_worker_\(name)" }
      #expect(family?.samples.flatMap(\.labels).map(\.value) == ["mail", "tax"], "\(name)")
    }
  }

  @Test("1.2: names are Prometheus's: an explanation each, a base unit, fewer than 600 series")
  func conventions() throws {
    let told = Self.told()
    #expect(Set(told.map(\.name)).count == told.count)
    #expect(told.reduce(0) { $0 + $1.samples.count } < 480, "room for codes that occur")
    for family in told {
      #expect(family.help.hasSuffix("."), "\(family.name)")
      #expect(!family.name.hasSuffix("_total") && !family.name.contains("milli"), "\(family.name)")
      #expect(family.name.hasPrefix("invoice_worker_") || family.name.hasPrefix("process_"))
    }
    let article = try String(
      contentsOf: Self.root.appending(path: "Sources/Worker/Worker.docc/Operations.md"),
      encoding: .utf8)
    for family in told where family.name.hasPrefix("invoice_worker_") {
      let name = family.name.dropFirst("invoice_worker_".count)
      let total = family.kind == .counter ? "_total" : ""
      #expect(article.contains("`\(name)\(total)`"), "\(family.name) is not explained")
    }
  }

  @Test(
    "1.2: promtool takes the alerts, their tests, the dashboard's expressions and the metrics (only --with prometheus)",
    .enabled(if: PromTool.isThere, "promtool is there with compose/test.sh --with prometheus"))
  func promtool() throws {
    for arguments in [
      ["check", "rules", "alerts.yaml"], ["test", "rules", "alerts-test.yaml"],
      ["check", "config", "prometheus.yaml"], ["check", "config", "containers.yaml"],
    ] {
      let result = try PromTool.run(arguments, in: Self.folder)
      #expect(result.isContent, "\(result.output)")
    }
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("groups")
    writer.beginArray()
    writer.beginObject()
    writer.key("name")
    writer.string("dashboard")
    writer.key("rules")
    writer.beginArray()
    for (number, expression) in try Self.expressions().enumerated() {
      writer.beginObject()
      writer.key("record")
      writer.string("panel:\(number)")
      writer.key("expr")
      writer.string(expression)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    writer.endArray()
    writer.endObject()
    let folder = FileManager.default.temporaryDirectory
    let file = folder.appending(path: "dashboard-\(UUID()).yaml")
    try Data(writer.bytes).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let parsed = try PromTool.run(["check", "rules", file.path], in: folder)
    #expect(parsed.isContent, "\(parsed.output)")

    let text = Exposition.prometheus.text(of: Self.told())
    let metrics = try PromTool.run(["check", "metrics"], in: folder, input: Data(text.utf8))
    #expect(metrics.isContent, "\(metrics.output)")
  }
}
