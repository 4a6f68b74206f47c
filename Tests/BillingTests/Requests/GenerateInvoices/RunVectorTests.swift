import CivilTime
import Foundation
import Monetary
import Testing

@testable import Billing

@Suite("Published facts about runs one after the other")
struct RunVectorTests {
  struct Vector: Decodable, CustomTestStringConvertible {
    let id: String
    let input: Input
    let expect: Expectation

    var testDescription: String { id }

    struct Input: Decodable { let steps: [Step] }

    struct Step: Decodable {
      let run_target_date: String
      var events: [Phase]?
    }

    struct Phase: Decodable {
      let sub: String
      let start: String
      let price: String?
      let one_time_fee_on_start: String?
      let billing_day_of_month: Int
      let term: Int
    }

    struct Expectation: Decodable { let steps: [Result] }

    struct Result: Decodable {
      var line_count: Int?
      var total: String?
      var no_invoice: Bool?
    }
  }

  static let vectors: [Vector] = {
    struct File: Decodable { let vectors: [Vector] }
    guard let url = Bundle.module.url(forResource: "Vectors/runs", withExtension: "json"),
      let file = try? JSONDecoder().decode(File.self, from: Data(contentsOf: url))
    else { return [] }
    return file.vectors
  }()

  @Test func thereAreVectors() { #expect(Self.vectors.count == 3) }

  private func date(_ text: String) throws -> CivilDate {
    try #require(CivilDate(iso8601: text))
  }

  private func records(_ phases: [Vector.Phase]) throws -> [Record] {
    var records: [Record] = []
    for (place, phase) in phases.enumerated() {
      let start = try date(phase.start)
      let next = phases.dropFirst(place + 1).first { $0.sub == phase.sub }
      if let price = phase.price {
        let amount = try #require(ExactDecimal(wire: price))
        let end = try next.map { try date($0.start).adding(days: -1) }
        records.append(
          .monthly(BillingSchedule.ID("\(phase.sub)-\(place)")) {
            $0.startDate = start
            $0.billingMethod = end == nil ? .evergreen : .orderAmount
            $0.endDate = end
            $0.billingTerm = phase.term
            $0.periodBoundary = .dayOfPeriod
            $0.billDayOfMonth = phase.billing_day_of_month
            $0.billingPeriodAmount = amount
          })
      }
      if let fee = phase.one_time_fee_on_start {
        let amount = try #require(ExactDecimal(wire: fee))
        records.append(
          .monthly(BillingSchedule.ID("\(phase.sub)-\(place)-fee")) {
            $0.startDate = start
            $0.billingMethod = .orderAmount
            $0.billingTermUnit = .oneTime
            $0.billingPeriodAmount = amount
          })
      }
    }
    return records
  }

  @Test(arguments: vectors)
  func steps(vector: Vector) throws {
    var world = try World()
    for (step, expected) in zip(vector.input.steps, vector.expect.steps) {
      #expect(world.upsert(try records(step.events ?? [])).errors.isEmpty)
      let decision = world.generate(
        target: try date(step.run_target_date), inclusive: true, zeroAmountInvoices: true)
      if expected.no_invoice == true { #expect(decision.made.isEmpty) }
      if let count = expected.line_count {
        #expect(decision.made.flatMap(\.lines).count == count)
      }
      if let total = expected.total {
        #expect(decision.made.map(\.totalAmount.decimalText) == [total])
      }
    }
  }
}
