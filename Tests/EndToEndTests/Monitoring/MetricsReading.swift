import Foundation
import HTTPServer
import TestSupport
import TestWorker
import Testing
import Worker

/// What a worker tells of itself, read as Prometheus reads it.
struct MetricsReading {
  private(set) var values: [String: Double] = [:]
  private(set) var traces: [String: String] = [:]

  /// Reads the metrics of a worker in one of the two forms, with Prometheus's own client.
  init(of worker: RunningWorker, asOpenMetrics: Bool = false) async throws {
    let text = try await worker.get("/metrics", accepting: asOpenMetrics ? Self.openMetrics : nil)
    #expect(text.status == 200)
    let lines = try await blocking {
      try Self.read(text.body, as: asOpenMetrics ? "openmetrics" : "prometheus")
    }
    for line in lines.split(separator: "\n") {
      let parts = line.split(separator: " ", omittingEmptySubsequences: false)
      let key = String(parts[0])
      values[key] = Double(parts[1])
      if let trace = parts.dropFirst(2).first, !trace.isEmpty { traces[key] = String(trace) }
    }
  }

  private static let openMetrics = "application/openmetrics-text;version=1.0.0,text/plain;q=0.5"

  /// Of the worker's own metrics, by name and labels.
  subscript(key: String) -> Double? { values["invoice_worker_\(key)"] }

  private static func read(_ text: String, as form: String) throws -> String {
    let tests = URL(filePath: #filePath).deletingLastPathComponent()
    let file = FileManager.default.temporaryDirectory.appending(path: "metrics-\(UUID()).txt")
    try text.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = try Python.withPackages
    process.arguments = [tests.appending(path: "read-metrics.py").path, form]
    process.standardInput = try FileHandle(forReadingFrom: file)
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(text)")
    return String(decoding: data, as: UTF8.self)
  }
}

extension RunningWorker {
  /// Asks the worker over HTTP.
  func get(
    _ target: String, accepting accept: String? = nil
  ) async throws -> (status: Int, body: String) {
    let address = try await eventually("the worker answers over HTTP") { runtime.monitoringAddress }
    let answer = try await blocking {
      try HTTPQuestion(address, target: target, accepting: accept).ask()
    }
    return (answer.status, String(decoding: answer.body, as: UTF8.self))
  }
}
