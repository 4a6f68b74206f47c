import AMQP
import Billing
import CAllocations
import CivilTime
import Messages
import Monetary
import UBL

/// Measures documents alone, in memory, on one core: a file of UBL and one of the Cross Industry Invoice to a request, and the
/// ingested invoice to UBL.
struct DocumentReading {
  /// Seconds for each.
  let seconds: Int
  let lines: Int

  func run() throws {
    Report.line("documents of \(lines) lines, \(seconds) s each")
    let ubl = DocumentSamples.ubl(lines: lines)
    let invoice = try ingested(ubl)
    let reading = try measure("UBL in", bytes: ubl.count) { try Self.request(ubl).count > 0 }
    let cii = DocumentSamples.crossIndustry(lines: lines)
    let other = try measure("CII in", bytes: cii.count) { try Self.request(cii).count > 0 }
    let written = try EInvoice(of: invoice, standIn: nil).ubl()?.count ?? 0
    let writing = try measure("UBL out", bytes: written) {
      try EInvoice(of: invoice, standIn: nil).ubl() != nil
    }
    Report.line(
      "  against UBL in:", "CII in", Figures.ratio(other / reading), "UBL out",
      Figures.ratio(writing / reading))
  }

  private static func request(_ bytes: [UInt8]) throws -> [UInt8] {
    try UBLDocument(reading: bytes).requestBody(UBLDocument.Context(accountId: "A"))
  }

  /// The invoice that the file makes.
  private func ingested(_ bytes: [UInt8]) throws -> Invoice {
    let message = RequestMessage(
      body: try Self.request(bytes), queue: .ingest, contentType: "application/json",
      messageId: "r", type: RequestType.ingestInvoice.rawValue, appId: "benchmark")
    guard let currency = Currency(code: "EUR"),
      case .request(let identified) = RequestDecoder.decode(message)
    else { throw ChildProcess.Failure(description: "the sample of a document is refused") }
    var facts = WorkingSet()
    facts.insert(
      .account(
        Account(
          id: "A", name: "A", currency: currency, billToContact: .named(name: "N", email: nil),
          billingAddress: Address(street: "1", city: "B", postalCode: "1", country: "SE"))))
    let context = PlanningContext(
      request: identified.header.key, now: UTCInstant(microsecondsSince1970: 1_795_165_200_000_000),
      taxEngine: RateTableTaxEngine(), deriveIdentifier: { $0.joined(separator: "/") })
    let decision = identified.request.plan(on: facts, in: context)
    guard let invoice = decision.effects.invoices.made.first else {
      throw ChildProcess.Failure(description: "the sample of a document makes no invoice")
    }
    return invoice
  }

  /// - Returns: documents a second.
  private func measure(
    _ name: String, bytes: Int, _ work: () throws -> Bool
  ) throws -> Double {
    guard try work() else { throw ChildProcess.Failure(description: "\(name) makes nothing") }
    let allocated = allocations_of_this_thread()
    let start = MonotonicInstant.now
    var made = 0
    while Figures.seconds(from: start) < Double(seconds) {
      for _ in 0..<20 where try work() { made += 1 }
    }
    let elapsed = Figures.seconds(from: start)
    let allocations = allocations_of_this_thread() - allocated
    let rate = Double(made) / elapsed
    Report.line(
      "  \(name), \(bytes) bytes:", Figures.whole(rate), "documents/s,",
      Figures.ratio(Double(allocations) / Double(made)), "allocations a document")
    return rate
  }
}
