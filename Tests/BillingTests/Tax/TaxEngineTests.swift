import CivilTime
import Monetary
import Testing

@testable import Billing

/// <doc:Tax>: the engine is a seam. A service that is asked over a network joins in three steps, and none of them is
/// inside the core.
@Suite("Tax: the engine is a seam")
struct TaxEngineTests {
  private static let standard = Record.taxTreatment(
    TaxTreatment(id: "std", name: "Standard", isTaxable: true, taxCode: "std", isDefault: true))

  /// Stands for the way there and back: all it gets is a value.
  private func service(_ document: TaxDocument) throws -> TaxAnswer {
    var lines: [String: [InvoiceLineTax]] = [:]
    for line in document.lines {
      lines[line.id] = [
        InvoiceLineTax(
          name: "State \(document.shipTo.state ?? "-")", code: "st", category: "S", rate: 6,
          amount: try line.amount.percentage(6)),
        InvoiceLineTax(
          name: "City \(document.shipTo.city)", code: "ct", category: "S", rate: "1.5",
          amount: try line.amount.percentage("1.5")),
      ]
    }
    return .quoted(TaxQuote(lines: lines))
  }

  private func plan(
    _ world: World, by target: CivilDate, _ answers: [TaxDocument: TaxAnswer] = [:]
  ) -> Decision {
    let request = GenerateInvoices(
      selector: .account("A"), targetDate: target, invoiceDate: target, action: .posted)
    let context = PlanningContext(
      request: RequestKey(source: "test", identifier: "r"), now: World.now,
      taxEngine: QuotedTaxEngine(answers: answers),
      deriveIdentifier: { $0.joined(separator: "/") })
    return request.plan(on: world.facts, in: context)
  }

  private func answers(to documents: [TaxDocument]) throws -> [TaxDocument: TaxAnswer] {
    var answers: [TaxDocument: TaxAnswer] = [:]
    for document in documents { answers[document] = try service(document) }
    return answers
  }

  @Test("One over a network: noted, asked, looked up; the invoice carries its taxes and names it")
  func overANetwork() throws {
    var world = try World()
    world.add(
      Self.standard, .account(try World.account("A", state: "CA")), .monthly("S1"),
      .monthly("S2") {
        $0.attributes.invoiceGroupType = .billingSchedule
        $0.billingPeriodAmount = "33.33"
      })
    let asked = plan(world, by: "2026-01-02").taxesAwaited.unquoted
    #expect(asked.count == 2)

    let decision = plan(world, by: "2026-01-02", try answers(to: asked))
    #expect(decision.outcome == .succeeded)
    #expect(decision.taxesAwaited.isEmpty)
    #expect(
      decision.made.map(\.totalTaxAmount.decimalText).sorted() == ["2.50", "7.50"])
    #expect(
      decision.made.flatMap(\.lines).flatMap(\.taxes).map(\.name)
        == ["State CA", "City Oslo", "State CA", "City Oslo"])
    #expect(decision.made.allSatisfy { $0.groupingKey.contains("taxEngine=HTTP") })
  }

  @Test(
    "What has changed since it was asked is another document, which is asked about again before anything is stored"
  )
  func changedMeanwhile() throws {
    var world = try World()
    world.add(Self.standard, .monthly("S"))
    let answers = try answers(to: plan(world, by: "2026-01-02").taxesAwaited.unquoted)
    world.add(.monthly("S") { $0.billingPeriodAmount = 200 })
    let decision = plan(world, by: "2026-01-02", answers)
    #expect(
      decision.taxesAwaited.unquoted.map { $0.lines.map(\.amount.decimalText) } == [["200.00"]])
  }
}
