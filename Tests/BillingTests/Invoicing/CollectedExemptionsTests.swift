import Testing

@testable import Billing

/// <doc:Documents#A-snapshot-of-posting>.
@Suite("Reasons of exemptions")
struct CollectedExemptionsTests {
  @Test("Each reason once, in the order of the lines, also one that looks like several")
  func once() {
    var collected = CollectedExemptions()
    for _ in 0..<1_000 {
      collected.take("Medical; dental", code: nil, for: "E")
      collected.take("Dental", code: "VATEX-EU-132", for: "E")
      collected.take("Medical", code: "VATEX-EU-143", for: "E")
      collected.take(nil, code: "VATEX-EU-AE", for: "AE")
      collected.take(nil, code: nil, for: "Z")
    }
    #expect(
      collected.exemptions == [
        "E": DocumentSnapshot.Exemption(
          reason: "Medical; dental; Dental; Medical", code: "VATEX-EU-132"),
        "AE": DocumentSnapshot.Exemption(code: "VATEX-EU-AE"),
      ])
  }

  @Test("Together they have a bound, and the first is always whole")
  func bound() throws {
    var collected = CollectedExemptions()
    let long = String(repeating: "é", count: 3_000)
    for reason in [long] + (0..<10_000).map({ "Reason \($0)" }) {
      collected.take(reason, code: nil, for: "E")
    }
    #expect(collected.exemptions["E"]?.reason == long)
    var many = CollectedExemptions()
    for number in 0..<10_000 { many.take("Reason \(number)", code: nil, for: "E") }
    let reason = try #require(many.exemptions["E"]?.reason)
    #expect(reason.hasPrefix("Reason 0; Reason 1; "))
    #expect((4_000...CollectedExemptions.mostBytes).contains(reason.utf8.count))
  }
}
