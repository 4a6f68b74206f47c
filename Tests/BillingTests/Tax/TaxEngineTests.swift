import CivilTime
import Monetary
import Synchronization
import Testing

@testable import Billing

/// <doc:Tax>: the engine is a seam. A service that is asked over a network joins in three steps, and none of them is
/// inside the core.
@Suite("Tax: the engine is a seam")
struct TaxEngineTests {
  /// Notes what it is asked and charges nothing.
  private final class AskedDocuments: TaxEngine {
    let name = "Service"
    private let documents = Mutex<[TaxableDocument]>([])

    var all: [TaxableDocument] { documents.withLock { $0 } }

    func taxes(
      on document: TaxableDocument, facts: WorkingSet
    ) throws(TaxFailure) -> [[InvoiceLineTax]] {
      documents.withLock { $0.append(document) }
      return document.lines.map { _ in [] }
    }
  }

  /// Looks the service's answers up.
  private struct AnsweredDocuments: TaxEngine {
    let name = "Service"
    let answers: [TaxableDocument: [[InvoiceLineTax]]]

    func taxes(
      on document: TaxableDocument, facts: WorkingSet
    ) throws(TaxFailure) -> [[InvoiceLineTax]] {
      guard let answer = answers[document] else {
        throw TaxFailure(
          lines: document.lines.indices.map {
            TaxFailure.Line(index: $0, code: .taxRateNotFound, message: "Not asked yet.")
          })
      }
      return answer
    }
  }

  /// Stands for the way there and back: all it gets is a value.
  private func service(_ document: TaxableDocument) async throws -> [[InvoiceLineTax]] {
    try document.lines.map { line in
      [
        InvoiceLineTax(
          name: "State \(document.address.state ?? "-")", code: "st", category: "S", rate: 6,
          amount: try line.amount.percentage(6)),
        InvoiceLineTax(
          name: "City \(document.address.city)", code: "ct", category: "S", rate: "1.5",
          amount: try line.amount.percentage("1.5")),
      ]
    }
  }

  private func plan(_ world: World, by target: CivilDate, _ engine: some TaxEngine) -> Decision {
    let request = GenerateInvoices(
      selector: .account("A"), targetDate: target, invoiceDate: target, action: .posted)
    let context = PlanningContext(
      request: RequestKey(source: "test", identifier: "r"), now: World.now, taxEngine: engine,
      deriveIdentifier: { $0.joined(separator: "/") })
    return request.plan(on: world.facts, in: context)
  }

  @Test("One over a network: noted, asked, looked up; the invoice carries its taxes and names it")
  func overANetwork() async throws {
    var world = try World()
    world.add(
      .account(try World.account("A", state: "CA")), .monthly("S1"),
      .monthly("S2") {
        $0.attributes.invoiceGroupType = .billingSchedule
        $0.billingPeriodAmount = "33.33"
      })
    let asked = AskedDocuments()
    _ = plan(world, by: "2026-01-02", asked)
    #expect(asked.all.count == 2)
    var answers: [TaxableDocument: [[InvoiceLineTax]]] = [:]
    for document in asked.all { answers[document] = try await service(document) }

    let decision = plan(world, by: "2026-01-02", AnsweredDocuments(answers: answers))
    #expect(decision.outcome == .succeeded)
    #expect(
      decision.made.map(\.totalTaxAmount.decimalText).sorted() == ["2.50", "7.50"])
    #expect(
      decision.made.flatMap(\.lines).flatMap(\.taxes).map(\.name)
        == ["State CA", "City Oslo", "State CA", "City Oslo"])
    #expect(decision.made.allSatisfy { $0.groupingKey.contains("taxEngine=Service") })
  }

  @Test(
    "What has changed since it was asked is another document, and nothing is billed by the old answer"
  )
  func changedMeanwhile() async throws {
    var world = try World()
    world.add(.monthly("S"))
    let asked = AskedDocuments()
    _ = plan(world, by: "2026-01-02", asked)
    var answers: [TaxableDocument: [[InvoiceLineTax]]] = [:]
    for document in asked.all { answers[document] = try await service(document) }
    world.add(.monthly("S") { $0.billingPeriodAmount = 200 })
    let decision = plan(world, by: "2026-01-02", AnsweredDocuments(answers: answers))
    #expect(decision.made.isEmpty)
    #expect(decision.failed.map(\.codes) == [[.taxRateNotFound]])
  }
}
