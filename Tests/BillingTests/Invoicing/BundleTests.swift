import CivilTime
import Monetary
import Testing

@testable import Billing

/// <doc:Generation#Amendments-and-bundles>: bundles.
@Suite("Bundles")
struct BundleTests {
  private func group(
    _ id: BillingScheduleGroup.ID, parent: BillingScheduleGroup.ID? = nil,
    of account: Account.ID = "A",
    attributes: InvoicingAttributes = InvoicingAttributes()
  ) -> Record {
    .billingScheduleGroup(
      BillingScheduleGroup(
        id: id, accountId: account, parentGroupId: parent, attributes: attributes))
  }

  private func member(_ id: BillingSchedule.ID, _ group: BillingScheduleGroup.ID) -> Record {
    .monthly(id) { $0.billingScheduleGroupId = group }
  }

  /// `schedule -> schedule of the parent's line` with the days of both.
  private func parents(_ decision: Decision) -> [String] {
    decision.made.flatMap { invoice in
      invoice.lines.map { line in
        let parent = invoice.lines.first { $0.id == line.parentLineId }
        let name =
          parent.map {
            "\($0.billingScheduleId?.text ?? "") \($0.period.map { $0.from.description } ?? "-")"
          } ?? "-"
        return
          "\(line.billingScheduleId?.text ?? "") \(line.period?.from.description ?? "-") > \(name)"
      }
    }
  }

  @Test("Parents come first; a part's line names the parent's line of the same days")
  func parentLines() throws {
    var world = try World()
    world.add(
      group("G"), group("P", parent: "G"), group("Q", parent: "P"), member("Z-bundle", "G"),
      member("A-part", "P"), member("B-part", "Q"), .monthly("C-alone"))
    let decision = world.generate(target: "2026-02-02")
    #expect(
      parents(decision) == [
        "C-alone 2026-01-01 > -", "C-alone 2026-02-01 > -", "Z-bundle 2026-01-01 > -",
        "Z-bundle 2026-02-01 > -", "A-part 2026-01-01 > Z-bundle 2026-01-01",
        "A-part 2026-02-01 > Z-bundle 2026-02-01", "B-part 2026-01-01 > A-part 2026-01-01",
        "B-part 2026-02-01 > A-part 2026-02-01",
      ])
  }

  @Test("A parent without a line is passed over, one on another invoice is not named")
  func absentParents() throws {
    var world = try World()
    world.add(
      group("G"), group("P", parent: "G"), group("Q", parent: "P"), member("Z", "G"),
      member("B", "Q"))
    #expect(
      parents(world.generate(target: "2026-01-02"))
        == ["Z 2026-01-01 > -", "B 2026-01-01 > Z 2026-01-01"])
    world = try World()
    world.add(
      group("G"),
      group("P", parent: "G", attributes: InvoicingAttributes(savedPaymentMethodId: "x")),
      member("Z", "G"), member("B", "P"))
    #expect(
      Set(parents(world.generate(target: "2026-01-02")))
        == ["Z 2026-01-01 > -", "B 2026-01-01 > -"])
  }

  @Test("A group's attributes beat its schedules'")
  func attributes() throws {
    var world = try World()
    world.add(
      group("G", attributes: InvoicingAttributes(savedPaymentMethodId: "group")),
      .monthly("S") {
        $0.billingScheduleGroupId = "G"
        $0.attributes.savedPaymentMethodId = "own"
      })
    #expect(
      world.generate(target: "2026-01-02").made.first?.groupingKey
        .contains("savedPaymentMethod=group") == true)
  }

  @Test("No group is a part of itself, of another account's group, or of one that is not there")
  func refused() throws {
    var world = try World()
    world.add(
      .account(try World.account("B")), group("G"), group("H", of: "B"), group("P", parent: "G"))
    let cases: [([Record], [ErrorCode])] = [
      ([group("G", parent: "G")], [.recordParentCycle]),
      ([group("G", parent: "P")], [.recordParentCycle]),
      (
        [group("X", parent: "Y"), group("Y", parent: "X")],
        [.recordParentCycle, .recordParentCycle]
      ),
      ([group("G", parent: "H")], [.recordAccountMismatch]),
      ([group("G", parent: "N")], [.recordReferenceNotFound]),
    ]
    for (records, codes) in cases {
      let decision = world.upsert(records)
      #expect(decision.errors.map(\.code) == codes)
      #expect(decision.errors.first?.pointer == "/records/0/parentGroupId")
    }
  }
}
