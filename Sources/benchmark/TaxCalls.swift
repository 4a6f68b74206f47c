import AMQP
import Billing
import CivilTime
import Glibc
import HTTP
import Monetary
import Tax

/// The client of a tax engine alone: documents quoted in a second, in batches as a worker asks about them, and what of the processor
/// a quote takes.
struct TaxCalls {
  let documents: Int
  let lines: Int
  let connections: Int
  let rounds: Int

  private static let batch = 500
  private static let delay = 50

  func run() async throws {
    Report.line(
      "tax: \(documents) documents of \(lines) lines, \(Self.batch) at a time, \(connections) connections, \(rounds) rounds"
    )
    let directory = try Bench.makeDirectory()
    defer { _ = try? ChildProcess.run(["rm", "-rf", directory]) }
    for milliseconds in [0, Self.delay] {
      let engine = try TaxEngineProcess.start(in: directory, milliseconds: milliseconds)
      defer { engine.stop() }
      var rates: [Double] = []
      for _ in 1...rounds {
        rates.append(try await measure(engine, after: milliseconds))
      }
      guard milliseconds > 0 else { continue }
      let most = Double(connections) * 1_000 / Double(milliseconds)
      Report.line(
        "  against \(Figures.whole(most))/s, which is all that so many connections can do:",
        Figures.summary(ofRatios: rates.map { $0 / most }))
    }
  }

  /// - Returns: documents a second.
  private func measure(
    _ engine: TaxEngineProcess, after milliseconds: Int
  ) async throws -> Double {
    let client = try TaxEngineClient(
      to: HTTPServer(engine.address), concurrency: connections, report: { _ in })
    let sample = try Sample(lines: lines)
    // With a delay each takes long enough; the first batch is for the connections.
    let count = milliseconds > 0 ? min(documents, connections * 200) : documents
    try await Self.quoted(sample.documents(0..<Self.batch), by: client)
    let before = ChildProcess.processorSeconds(of: getpid())
    let start = MonotonicInstant.now
    var next = 0
    while next < count {
      let numbers = next..<min(count, next + Self.batch)
      try await Self.quoted(sample.documents(numbers), by: client)
      next = numbers.upperBound
    }
    let seconds = Figures.seconds(from: start)
    let processor = ChildProcess.processorSeconds(of: getpid()) - before
    Report.line(
      "  answers after \(milliseconds) ms:", Figures.whole(Double(count) / seconds), "documents/s,",
      Figures.milliseconds(processor * 1_000 / Double(count)),
      "of the processor for 1,000 documents")
    return Double(count) / seconds
  }

  private static func quoted(
    _ documents: [TaxDocument], by client: TaxEngineClient
  ) async throws {
    for answer in await client.quote(documents) {
      guard case .quoted = answer else {
        throw ChildProcess.Failure(description: "the tax engine answers: \(answer)")
      }
    }
  }

  /// Documents that differ in their ids.
  private struct Sample {
    let date: CivilDate
    let currency: Currency
    let lines: [TaxDocument.Line]

    init(lines count: Int) throws {
      guard let currency = Currency(code: "EUR"), let date = CivilDate(iso8601: "2027-01-05") else {
        throw ChildProcess.Failure(description: "the sample cannot be made")
      }
      self.date = date
      self.currency = currency
      lines = try (1...count).map { number in
        TaxDocument.Line(
          id: "line-\(number)", amount: try Money(minorUnits: 12_345, currency: currency),
          taxCode: "std", category: "S")
      }
    }

    func documents(_ numbers: Range<Int>) -> [TaxDocument] {
      numbers.map { number in
        TaxDocument(
          documentId: "INV-\(number)", kind: .final, currency: currency, date: date,
          isExempt: false,
          shipTo: Address(street: "Storgata 1", city: "Oslo", postalCode: "0155", country: "NO"),
          lines: lines)
      }
    }
  }
}
