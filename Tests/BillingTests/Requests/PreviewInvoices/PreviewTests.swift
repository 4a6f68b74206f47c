import CivilTime
import Monetary
import Testing

@testable import Billing

/// <doc:Lifecycle>: Preview.
@Suite("Preview")
struct PreviewTests {
  private func preview(
    _ selector: GenerateInvoices.Selector = .account("A"), target: CivilDate, periods: Int = 1
  ) -> any Request {
    PreviewInvoices(
      generation: GenerateInvoices(
        selector: selector, targetDate: target, invoiceDate: target, action: .draft),
      periods: periods)
  }

  private func lines(_ decision: Decision) -> [[String]] {
    (decision.answer.previews ?? []).map { invoice in
      invoice.lines.map {
        "\($0.billingScheduleId?.text ?? "-") \($0.period.map { $0.from.description } ?? "-") \($0.amount.decimalText)"
      }
    }
  }

  @Test("What would be invoiced, with estimated tax, and nothing of it stored")
  func one() throws {
    var world = try World()
    world.add(
      .taxTreatment(
        TaxTreatment(id: "T", name: "T", isTaxable: true, taxCode: "std", isDefault: true)),
      .taxRate(
        TaxRate(
          id: "R", country: "NO", taxCode: "std", name: "VAT", percent: 25,
          effectiveFrom: "2020-01-01")),
      .monthly("S"))
    let before = try world.schedule("S")
    let decision = world.handle(preview(target: "2026-02-02"))
    #expect(decision.outcome == .succeeded)
    #expect(lines(decision) == [["S 2026-01-01 100.00", "S 2026-02-01 100.00"]])
    let invoice = try #require(decision.answer.previews?.first)
    #expect(invoice.status == .draft)
    #expect(invoice.number == nil)
    #expect(invoice.totalTaxAmount.decimalText == "50.00")
    #expect(invoice.lines.allSatisfy { $0.taxProcessingStatus == .estimated })
    #expect(decision.answer.invoices.isEmpty)
    #expect(decision.effects.records.isEmpty)
    #expect(decision.errorLogs.isEmpty)
    #expect(decision.lineCount == 0)
    #expect(try world.schedule("S") == before)
    #expect(
      world.generate(target: "2026-02-02", action: .draft).lines.count
        == decision.answer.previews?.first?.lines.count)
  }

  @Test("Several periods: each what is due on the next day on which anything is")
  func several() throws {
    var world = try World()
    world.add(
      .monthly("S"),
      .monthly("T") {
        $0.startDate = "2026-02-15"
        $0.billingPeriodAmount = 7
      })
    let decision = world.plan(preview(target: "2026-01-02", periods: 4))
    #expect(
      lines(decision) == [
        ["S 2026-01-01 100.00"], ["S 2026-02-01 100.00"], ["T 2026-02-15 7.00"],
        ["S 2026-03-01 100.00"],
      ])
    let dates = decision.answer.previews?.map(\.invoiceDate)
    #expect(dates == ["2026-01-02", "2026-02-01", "2026-02-15", "2026-03-01"])
    #expect(Set((decision.answer.previews ?? []).map(\.id)).count == 4)
  }

  @Test("It ends with the schedules")
  func end() throws {
    var world = try World()
    world.add(
      .monthly("S") {
        $0.billingMethod = .orderAmount
        $0.endDate = "2026-02-28"
      })
    #expect(world.plan(preview(target: "2026-01-02", periods: 24)).answer.previews?.count == 2)
  }

  @Test("The same periods as generating step by step")
  func asGenerated() throws {
    var world = try World()
    world.add(.monthly("S") { $0.startDate = "2026-01-31" }, .monthly("T") { $0.billingTerm = 2 })
    let previewed = lines(world.plan(preview(target: "2026-01-02", periods: 6))).flatMap { $0 }
    var generated: [String] = []
    for target: CivilDate in [
      "2026-01-02", "2026-02-01", "2026-03-01", "2026-03-02", "2026-04-01", "2026-05-01",
      "2026-05-02",
    ] {
      generated += world.generate(target: target).made.flatMap(\.lines).map {
        "\($0.billingScheduleId?.text ?? "-") \($0.period.map { $0.from.description } ?? "-") \($0.amount.decimalText)"
      }
    }
    #expect(previewed == Array(generated.prefix(previewed.count)))
  }

  @Test("A refusal is told and not logged; a later suspension ends it with a warning")
  func refusals() throws {
    var world = try World()
    let unknown = world.plan(preview(.account("B"), target: "2026-01-02"))
    #expect(unknown.outcome == .failed)
    #expect(unknown.errors.map(\.code) == [.accountNotFound])
    #expect(unknown.errorLogs.isEmpty)
    world.add(
      .monthly("S"),
      .billingSuspension(
        BillingSuspension(id: "X", target: .account("A"), suspendDate: "2026-03-01")))
    let decision = world.plan(preview(target: "2026-01-02", periods: 6))
    #expect(decision.answer.previews?.count == 2)
    #expect(decision.warnings.map(\.code) == [.billingScheduleSuspended])
  }

  @Test("A key that cannot be billed is told beside those that can, and no schedule goes to Error")
  func failedKey() throws {
    var world = try World()
    world.add(
      .monthly("S"),
      .monthly("T") {
        $0.attributes.invoiceGroupType = .custom
        $0.attributes.savedPaymentMethodId = "card"
        $0.billingScheduleGroupId = "G"
      },
      .billingScheduleGroup(
        BillingScheduleGroup(id: "G", accountId: "A", attributes: InvoicingAttributes())))
    let decision = world.handle(preview(target: "2026-01-02", periods: 2))
    #expect(decision.outcome == .partiallySucceeded)
    #expect(decision.failed.map(\.codes) == [[.customGroupKeyMissing]])
    #expect(decision.answer.previews?.count == 2)
    #expect(try world.progress("T").status == .readyForInvoicing)
  }
}
