import AMQP
import CAllocations
import Messages

/// Measures the decoder alone: bytes of a request to the request, in memory, on one core.
struct Decoding {
  /// Seconds for each kind of request.
  let seconds: Int

  func run() throws {
    Report.line("decoding, \(seconds) s each")
    let workload = Workload(accounts: 100, linesPerRequest: 20)
    try measure("invoice.generate.v1", workload.generation(1))
    try measure("invoice.ingest.v1", workload.ingestion(1))
    for body in workload.upserts().suffix(1) { try measure("records.upsert.v1", body) }
  }

  private func measure(_ type: String, _ body: [UInt8]) throws {
    let message = RequestMessage(
      body: body, queue: .unrouted, contentType: "application/json", messageId: "r", type: type,
      appId: "benchmark")
    // The first is for the caches, and must be accepted.
    guard case .request = RequestDecoder.decode(message) else {
      throw ChildProcess.Failure(description: "the sample of \(type) is refused")
    }
    let allocated = allocations_of_this_thread()
    let start = MonotonicInstant.now
    var decoded = 0
    while Figures.seconds(from: start) < Double(seconds) {
      for _ in 0..<100 { if case .request = RequestDecoder.decode(message) { decoded += 1 } }
    }
    let elapsed = Figures.seconds(from: start)
    let allocations = allocations_of_this_thread() - allocated
    Report.line(
      "  \(type), \(body.count) bytes:", Figures.whole(Double(decoded) / elapsed), "requests/s,",
      Figures.ratio(Double(decoded * body.count) / elapsed / 1_000_000), "MB/s,",
      Figures.ratio(Double(allocations) / Double(decoded)), "allocations a request")
  }
}
