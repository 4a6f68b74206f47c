import Foundation
import Testing

/// One published fact about billing periods (`Vectors/README.md`).
struct PeriodVector: Decodable, CustomTestStringConvertible {
  let id: String
  let kind: String
  let input: Input
  let expect: Expectation

  var testDescription: String { id }

  struct Input: Decodable {
    var start: String?
    var end: String?
    var target_date: String?
    var invoice_date: String?
    var billing_day_of_month: Int?
    var term_unit: String?
    var term: Int?
    var billing_mode: String?
    var from: String?
    var to: String?
    var partial: Interval?
    var full: Interval?
    var partial_from: String?
    var partial_to: String?
    var position: String?
    var schedules: [Schedule]?
  }

  struct Schedule: Decodable {
    let start: String
    let end: String?
    let price: String
    let billing_day_of_month: Int
    let term_unit: String
    let term: Int
    let billing_mode: String
  }

  struct Expectation: Decodable {
    var cycles: Cycles?
    var periods: [Interval]?
    var from: String?
    var to: String?
    var ratio: String?
    var count: Int?
    var factor: String?
    var lines: [Line]?
    var line_count: Int?
    var total: String?
  }

  /// A sum of ratios as text, or a count.
  enum Cycles: Decodable {
    case sum(String)
    case count(Int)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let count = try? container.decode(Int.self) {
        self = .count(count)
      } else {
        self = .sum(try container.decode(String.self))
      }
    }
  }

  struct Interval: Decodable, Equatable {
    let from: String
    let to: String
    var ratio: String?
  }

  struct Line: Decodable, Equatable {
    let from: String
    let to: String
    let amount: String
  }

  static let all: [PeriodVector] = {
    do {
      let file = try #require(
        Bundle.module.url(forResource: "Vectors/periods", withExtension: "json"))
      return try JSONDecoder().decode([PeriodVector].self, from: Data(contentsOf: file))
    } catch {
      Issue.record("the vectors cannot be read: \(error)")
      return []
    }
  }()

  static func of(_ kinds: String...) -> [PeriodVector] {
    all.filter { kinds.contains($0.kind) }
  }
}
