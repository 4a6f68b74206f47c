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
    var world = try IngestionWorld()
    var taken = 0
    var refused = 0
    let rounds = Int(ProcessInfo.processInfo.environment["FUZZ_CASES"] ?? "") ?? 1_500
    let bodies = try VectorDocument.all.map {
      try Array(JSONSerialization.data(withJSONObject: $0.request(), options: [.sortedKeys]))
    }
    for round in 0..<rounds {
      var bytes = bodies[round % bodies.count]
      for _ in 0..<Int.random(in: 1...2, using: &generator) {
        let place = Int.random(in: bytes.indices, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0x30...0x39, using: &generator)
        case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 2: bytes.remove(at: place)
        default: bytes.insert(contentsOf: bytes[place...].prefix(24), at: place)
        }
      }
      let decision = world.ingest(bytes: bytes)
      if let invoice = decision.invoice {
        taken += 1
        let lines = try invoice.lines.map(\.amount.decimal).reduce(ExactDecimal.zero) {
          try $0.adding($1)
        }
        #expect(lines == invoice.totalAmount.decimal)
        #expect(decision.errors.isEmpty)
      } else {
        refused += 1
        #expect(!decision.errors.isEmpty)
        #expect(decision.outcome == .failed || decision.outcome == .rejected)
      }
    }
    #expect(taken > 0)
    #expect(refused > 0)
  }
}
