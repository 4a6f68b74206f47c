import CivilTime
import TestSupport
import Testing

@testable import Billing

/// <doc:Numbering>.
@Suite("Numbering")
struct NumberingTests {
  private func policy(
    _ id: SequencePolicy.ID = "P", _ pattern: String = "INV-{SequenceValue}",
    stamp: DateStampFormat = .none, entity: LegalEntity.ID? = nil, digits: Int = 1,
    active: Bool = true
  ) -> SequencePolicy {
    SequencePolicy(
      id: id, legalEntityId: entity, mode: .gapless, pattern: pattern, dateStampFormat: stamp,
      minimumDigits: digits, isActive: active)
  }

  private func world(_ policies: SequencePolicy...) throws -> World {
    var world = try World()
    world.add(
      .legalEntity(LegalEntity(id: "L", name: "L", address: try World.account("A").billingAddress)),
      .legalEntity(LegalEntity(id: "M", name: "M", address: try World.account("A").billingAddress)),
      .monthly("S"), .monthly("T") { $0.attributes.legalEntityId = "L" })
    #expect(world.upsert(policies.map(Record.sequencePolicy)).errors.isEmpty)
    return world
  }

  @Test(
    "The built-in number", arguments: [(1, "INV-2026-000001"), (1_234_567, "INV-2026-1234567")])
  func number(value: Int64, text: String) {
    #expect(InvoiceNumber.format(sequenceValue: value, invoiceDate: "2026-12-31") == text)
  }

  @Test("The pattern takes the value and the stamp of the invoice date")
  func patterns() {
    let cases: [(String, DateStampFormat, Int, String)] = [
      ("INV-{SequenceValue}", .none, 1, "INV-42"),
      ("INV-{SequenceValue}", .none, 6, "INV-000042"),
      ("{DateStamp}/{SequenceValue}", .year, 3, "2026/042"),
      ("{SequenceValue}-{DateStamp}-X", .yearAndNext, 1, "42-2026-27-X"),
      ("{DateStamp}.{SequenceValue}", .monthAndYear, 1, "03-2026.42"),
      ("N{DateStamp}N{SequenceValue}", .day, 1, "N03-07-2026N42"),
      // A stamp without a place of its own.
      ("INV-{SequenceValue}", .year, 4, "INV-2026-0042"),
    ]
    for (pattern, stamp, digits, number) in cases {
      let policy = policy("P", pattern, stamp: stamp, digits: digits)
      #expect(policy.fieldFaults.isEmpty)
      #expect(policy.number(42, invoiceDate: "2026-03-07") == number)
      #expect(policy.matches(number))
    }
    #expect(
      policy("P", "{DateStamp}{SequenceValue}", stamp: .yearAndNext)
        .number(1, invoiceDate: "2099-01-01") == "2099-001")
  }

  @Test("A number of another shape is not the policy's")
  func foreignNumbers() {
    let policy = policy("P", "A-{DateStamp}-{SequenceValue}-Z", stamp: .year, digits: 3)
    #expect(policy.matches("A-1999-0001-Z"))
    for number in ["A-1999-01-Z", "A-199-001-Z", "B-1999-001-Z", "A-1999-0x1-Z", "A-1999-001", ""] {
      #expect(!policy.matches(number), "\(number)")
    }
  }

  @Test("Patterns that give no number are refused")
  func fieldFaults() {
    #expect(policy("P", "INV").fieldFaults.map(\.field) == ["pattern"])
    #expect(
      policy("P", "{SequenceValue}{SequenceValue}").fieldFaults.map(\.field) == ["pattern"])
    #expect(policy("P", "{Other}{SequenceValue}").fieldFaults.map(\.field) == ["pattern"])
    #expect(
      policy("P", "{DateStamp}{SequenceValue}").fieldFaults.map(\.field) == ["dateStampFormat"])
  }

  @Test("Without any policy the built-in one applies")
  func builtIn() throws {
    var world = try world()
    let decision = world.generate(target: "2026-01-02")
    #expect(decision.made.count == 2)
    #expect(decision.effects.invoices.sequencePolicies.isEmpty)
  }

  @Test("The legal entity's own policy beats the one for all")
  func byLegalEntity() throws {
    var world = try world(policy(), policy("Q", entity: "L"), policy("R", entity: "M"))
    let decision = world.generate(target: "2026-01-02")
    let ids = decision.made.map { decision.effects.invoices.sequencePolicies[$0.id]?.id.text }
    #expect(decision.made.map(\.legalEntityId) == [nil, "L"])
    #expect(ids == ["P", "Q"])
  }

  @Test("None that matches fails the key, also when all are inactive; the schedules stay ready")
  func missing() throws {
    var world = try world(policy(entity: "L"))
    let decision = world.generate(target: "2026-01-02")
    #expect(decision.outcome == .partiallySucceeded)
    #expect(decision.failed.map(\.codes) == [[.sequencePolicyMissing]])
    #expect(decision.failed.map(\.schedules) == [["S"]])
    #expect(decision.errorLogs.map(\.category) == [.invoicePosting])
    #expect(try world.progress("S").status == .readyForInvoicing)
    world.add(.sequencePolicy(policy("Q")))
    #expect(world.generate(target: "2026-01-02").made.count == 1)

    world = try self.world(policy(active: false))
    #expect(world.generate(target: "2026-01-02").failed.count == 2)
  }

  @Test("Two that match fail the key, naming both")
  func ambiguous() throws {
    var world = try world(policy(), policy("Q"), policy("R", entity: "L"))
    let decision = world.generate(target: "2026-01-02")
    #expect(decision.failed.map(\.codes) == [[.sequencePolicyAmbiguous]])
    #expect(decision.made.count == 1)
    #expect(decision.errorLogs.first?.message.contains("P, Q") == true)
  }

  @Test("A draft has no number and needs no policy")
  func draft() throws {
    var world = try world(policy(active: false))
    #expect(world.generate(target: "2026-01-02", action: .draft).made.count == 2)
  }
}
