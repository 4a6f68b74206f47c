import Billing
import Messages
import Testing

/// A payment term is due once, or in instalments.
@Suite struct PaymentTermDecodingTests {
  private func decode(_ members: String) -> Intake {
    RequestDecoder.decode(
      Requests.upsert(#"{"type": "PaymentTerm", "id": "T", "name": "N"\#(members)}"#))
  }

  private func instalments(_ texts: [String]) -> String {
    #", "instalments": [\#(texts.joined(separator: ", "))]"#
  }

  private func part(_ weight: String, _ kind: String, _ days: Int) -> String {
    #"{"weight": "\#(weight)", "kind": "\#(kind)", "days": \#(days)}"#
  }

  @Test("E31: instalments have a weight and days of their own")
  func instalmentsAreRead() {
    let read = decode(
      instalments([part("33.34", "PeriodBased", 30), part("33.33", "EndOfMonthPlus", 30)]))
    #expect(
      read.records == [
        .paymentTerm(
          PaymentTerm(
            id: "T", name: "N",
            instalments: [
              PaymentTerm.Instalment(
                weight: RecordSamples.decimal("33.34"), kind: .periodBased, days: 30),
              PaymentTerm.Instalment(
                weight: RecordSamples.decimal("33.33"), kind: .endOfMonthPlus, days: 30),
            ]))
      ])
  }

  @Test("Kind with days, or instalments: both and neither are refused at each of them")
  func oneOfBoth() {
    let part = part("1", "PeriodBased", 30)
    #expect(decode("").places == places("kind", "instalments"))
    #expect(
      decode(#", "kind": "PeriodBased", "days": 1"# + instalments([part])).places
        == places("kind", "instalments"))
    #expect(decode(#", "kind": "PeriodBased""#).places == places("days"))
    #expect(decode(#", "days": 1"#).places == places("kind", "instalments"))
    #expect(decode(#", "days": 1"# + instalments([part])).places == places("days"))
    #expect(decode(#", "kind": "PeriodBased", "days": "1""#).places == places("days"))
  }

  @Test("1 to 36 instalments, each of a weight above 0, none due before the one before it")
  func boundsAndOrder() {
    let part = part("1", "PeriodBased", 30)
    #expect(decode(instalments(Array(repeating: part, count: 36))).places == [])
    #expect(
      decode(instalments(Array(repeating: part, count: 37))).places
        == ["LIMIT_EXCEEDED /records/0/instalments"])
    #expect(decode(instalments([])).places == places("instalments"))
    for weight in ["0", "-1"] {
      #expect(
        decode(instalments([part.replacing("\"1\"", with: "\"\(weight)\"")])).places
          == places("instalments/0/weight"))
    }
    func order(_ first: String, _ firstDays: Int, _ second: String, _ days: Int) -> [String] {
      decode(instalments([self.part("1", first, firstDays), self.part("1", second, days)])).places
    }
    #expect(order("PeriodBased", 30, "PeriodBased", 29) == places("instalments/1/days"))
    #expect(order("PeriodBased", 30, "EndOfMonthPlus", 30) == [])
    #expect(order("EndOfMonthPlus", 30, "PeriodBased", 60) == places("instalments/1/days"))
    #expect(order("EndOfMonthPlus", 30, "PeriodBased", 61) == [])
  }

  private func places(_ fields: String...) -> [String] {
    fields.map { "REQUEST_INVALID /records/0/\($0)" }
  }
}
