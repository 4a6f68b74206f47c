import Foundation
import Monetary
import Testing

@testable import Billing

@Suite("Published facts about prices")
struct PriceVectorTests {
  struct Vector: Decodable, CustomTestStringConvertible {
    let id: String
    let input: Input
    let expect: Expectation

    var testDescription: String { id }

    struct Input: Decodable {
      var mode: String?
      var tiers: [Tier]?
      var unit_price: String?
      let quantity: String
      var currency_decimals: Int?
    }

    struct Tier: Decodable {
      let up_to: String?
      let unit_price: String
      let flat_fee: String
    }

    struct Expectation: Decodable { let amount: String }
  }

  static let vectors: [Vector] = {
    struct File: Decodable { let vectors: [Vector] }
    guard let url = Bundle.module.url(forResource: "Vectors/prices", withExtension: "json"),
      let file = try? JSONDecoder().decode(File.self, from: Data(contentsOf: url))
    else { return [] }
    return file.vectors
  }()

  @Test func thereAreVectors() { #expect(Self.vectors.count == 15) }

  @Test(arguments: vectors)
  func price(vector: Vector) throws {
    func decimal(_ text: String) throws -> ExactDecimal {
      try #require(ExactDecimal(wire: text))
    }
    let input = vector.input
    var tiers: [UsageTier] = []
    for tier in input.tiers ?? [] {
      var upTo: ExactDecimal?
      if let text = tier.up_to { upTo = try decimal(text) }
      tiers.append(
        UsageTier(
          upTo: upTo, unitPrice: try decimal(tier.unit_price), flatFee: try decimal(tier.flat_fee)))
    }
    let price = UsagePrice(
      unitPrice: try decimal(input.unit_price ?? "0"),
      mode: input.mode.map { $0 == "volume" ? .volume : .graduated }, tiers: tiers)
    // Four decimals show an amount that the vector leaves unrounded.
    let currency = try #require(Currency(code: input.currency_decimals == nil ? "CLF" : "USD"))
    #expect(
      try price.charge(for: decimal(input.quantity), in: currency).decimal
        == decimal(vector.expect.amount))
  }
}
