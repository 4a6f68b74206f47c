import Billing
import Foundation
import IngestionVectors
import Messages
import Monetary
import TestSupport
import Testing

@Suite("Mutated requests")
struct MutationTests {
  /// Whatever stands in the body, the decoder answers, and what it takes can be planned: sums agree.
  @Test func areTakenInSoundlyOrRefused() throws {
    var generator = SeededGenerator(seed: 20_261_120)
    // New for every round: what was ingested before would be refused as a duplicate.
    let untouched = try IngestionWorld()
    var taken = 0
    var refused = 0
    let rounds = Int(ProcessInfo.processInfo.environment["FUZZ_CASES"] ?? "") ?? 1_500
    // Half of them without a total stated, so that a changed amount makes another invoice and no mismatch.
    let bodies = try VectorDocument.all.flatMap { document in
      let whole = try RequestTree(document.request())
      let tax = ["category": "S", "rate": "25", "taxAmount": "10.00"]
      let free = whole.setting("invoice.statedTotals", to: [String: String]())
        .setting("invoice.taxBreakdown", to: [tax]).setting("taxCalculationStatus", to: "Estimated")
        .setting("invoice.status", to: "Draft").setting("invoice.postedDate", to: nil)
      return [try whole.bytes(), try free.bytes()]
    }
    for round in 0..<rounds {
      var bytes = bodies[round % bodies.count]
      for _ in 0..<Int.random(in: 1...2, using: &generator) {
        var place = Int.random(in: bytes.indices, using: &generator)
        switch Int.random(in: 0..<6, using: &generator) {
        case 0, 4, 5:
          let digits: ClosedRange<UInt8> = 0x30...0x39
          place = bytes[place...].firstIndex { digits.contains($0) } ?? place
          bytes[place] = UInt8.random(in: digits, using: &generator)
        case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 2: bytes.remove(at: place)
        default: bytes.insert(contentsOf: bytes[place...].prefix(24), at: place)
        }
      }
      var world = untouched
      let decision = world.ingest(bytes: bytes)
      if let invoice = decision.invoice {
        taken += 1
        let lines = try invoice.lines.map(\.amount.decimal).reduce(ExactDecimal.zero) {
          try $0.adding($1)
        }
        #expect(lines == invoice.totalAmount.decimal)
        let taxes = try invoice.lines.flatMap(\.taxes).map(\.amount.decimal).reduce(
          ExactDecimal.zero
        ) { try $0.adding($1) }
        #expect(taxes == invoice.totalTaxAmount.decimal)
        #expect(
          try invoice.totalAmount.adding(invoice.totalTaxAmount) == invoice.totalAmountWithTax)
        let details = try #require(invoice.ingested)
        let payable = try invoice.totalAmountWithTax.subtracting(details.prepaidAmount)
          .adding(details.payableRounding)
        #expect(
          invoice.balance == (details.documentType == .creditNote ? payable.negated : payable))
        #expect(decision.errors.isEmpty)
      } else {
        refused += 1
        #expect(!decision.errors.isEmpty)
        #expect(decision.outcome == .failed || decision.outcome == .rejected)
      }
    }
    #expect(taken > rounds / 10)
    #expect(refused > rounds / 10)
  }
}
