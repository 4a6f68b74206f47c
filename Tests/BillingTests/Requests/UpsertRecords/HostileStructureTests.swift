import CivilTime
import Foundation
import TestSupport
import Testing

@testable import Billing

/// Records whose structure the sender chose to make planning long: a quarter of them takes a quarter of the work, not a
/// sixteenth, however fast the machine is and whatever else it does.
@Suite("Hostile structures")
struct HostileStructureTests {
  private static let count = 5_000

  private func group(_ number: Int, parent: Int?) -> Record {
    .billingScheduleGroup(
      BillingScheduleGroup(
        id: RecordID("G\(number)"), accountId: "A",
        parentGroupId: parent.map { RecordID("G\($0)") },
        attributes: InvoicingAttributes()))
  }

  private func chain(_ count: Int) -> [Record] {
    (0..<count).map { group($0, parent: $0 == 0 ? nil : $0 - 1) }
  }

  /// Prepares and does the same with a quarter of the records and with all of them, and compares the processor time of
  /// this thread: four times as much where the work is linear, sixteen times where it is quadratic. `prepare` makes the
  /// work for so many records, which is done several times; what the work with all of them came to is returned.
  private func linear<Value>(
    _ count: Int = Self.count, sourceLocation: SourceLocation = #_sourceLocation,
    _ prepare: (Int) throws -> () -> Value
  ) throws -> Value {
    let few = try prepare(count / 4)
    let all = try prepare(count)
    var value = all()
    // The least of several: what the machine adds is not the work.
    let least = (0..<3).map { _ in Self.time { _ = few() } }.min() ?? 0
    let most = (0..<3).map { _ in Self.time { value = all() } }.min() ?? 0
    #expect(most < 10 * max(least, 100_000), sourceLocation: sourceLocation)
    return value
  }

  /// Nanoseconds of this thread.
  private static func time(_ work: () -> Void) -> UInt64 {
    let start = nanoseconds()
    work()
    return nanoseconds() - start
  }

  private static func nanoseconds() -> UInt64 {
    var now = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now)
    return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
  }

  @Test("S3: of 5,000 groups each within the next, the first that is too deep is refused")
  func chainOfGroups() throws {
    let decision = try linear { count in
      let world = try World()
      let records: [Record] = chain(count).reversed()
      return {
        var world = world
        return world.upsert(records)
      }
    }
    #expect(decision.outcome == .failed)
    #expect(decision.errors.map(\.code) == [.limitExceeded])
    let fault = try #require(decision.errors.first)
    #expect(fault.source == RecordReference(type: .billingScheduleGroup, id: "G65"))
    #expect(fault.pointer == "/records/\(Self.count - 1 - 65)/parentGroupId")
    #expect(fault.message.contains("65 groups") && fault.message.contains("limit is 64"))
  }

  @Test("S3: 64 levels are taken, whether they come together or one by one; a 65th is not")
  func deepestLevel() throws {
    var world = try World()
    let deepest = BillingScheduleGroup.deepestLevel
    #expect(world.upsert(chain(deepest + 1)).errors.isEmpty)
    #expect(
      world.upsert([group(deepest + 1, parent: deepest)]).errors.map(\.code) == [.limitExceeded])
    // Sent again, nothing moves.
    #expect(world.upsert(chain(deepest + 1)).errors.isEmpty)
  }

  @Test("S3: a circle of 5,000 groups is refused at each of them")
  func circleOfGroups() throws {
    let decision = try linear { count in
      let world = try World()
      var records = chain(count)
      records[0] = group(0, parent: count - 1)
      records.append(group(count, parent: 0))
      let circle = records
      return {
        var world = world
        return world.upsert(circle)
      }
    }
    #expect(decision.errors.count == Self.count)
    #expect(decision.errors.allSatisfy { $0.code == .recordParentCycle })
  }

  @Test("S3: a schedule at depth 4,999 of groups that are stored is refused, and soon")
  func storedChain() throws {
    /// As a version without the limit stored it.
    func stored(_ count: Int) throws -> World {
      var facts = WorkingSet()
      facts.insert(.account(try World.account("A")))
      for record in chain(count) { facts.insert(record) }
      var world = World(facts)
      world.add(.monthly("deep") { $0.billingScheduleGroupId = RecordID("G\(count - 1)") })
      return world
    }
    let decision = try linear { count in
      let world = try stored(count)
      return {
        var world = world
        return world.generate(target: "2026-01-02")
      }
    }
    #expect(decision.made.isEmpty)
    #expect(decision.errorLogs.map(\.code) == [.limitExceeded])
    // A group may still be sent as it is.
    var world = try stored(Self.count)
    let last = Self.count - 1
    #expect(world.upsert([group(last, parent: last - 1)]).errors.isEmpty)
  }

  @Test(
    "S3: groups that were moved with their parts beyond the limit: nothing above is taken as absent"
  )
  func movedBeyond() throws {
    var world = try World()
    #expect(world.upsert(chain(40)).errors.isEmpty)
    let second = [group(100, parent: nil)] + (101..<140).map { group($0, parent: $0 - 1) }
    #expect(world.upsert(second).errors.isEmpty)
    world.add(
      .monthly("S") { $0.billingScheduleGroupId = "G39" },
      .monthly("T") {
        $0.billingScheduleGroupId = "G139"
        $0.attributes.invoiceGroupType = .billingSchedule
      })
    // The whole of the first chain below the end of the second: each group alone is within the limit.
    #expect(world.upsert([group(0, parent: 139)]).errors.isEmpty)
    let decision = world.generate(target: "2026-01-02")
    #expect(decision.errorLogs.map(\.code) == [.limitExceeded])
    #expect(decision.errorLogs.first?.relatedRecord?.id == "S")
    #expect(decision.made.flatMap(\.lines).map(\.billingScheduleId) == ["T"])
  }

  @Test("S3: a bundle of 4,000 lines with 4,000 lines of parts names each part's parent")
  func longBundle() throws {
    let billed = try linear(4_000) { count in
      var world = try World()
      world.add(group(0, parent: nil), group(1, parent: 0))
      let days = (0..<Int32(count)).map { CivilDate(daysSince1970: 10_000 + $0) }
      let stored = world.upsert(
        days.enumerated().flatMap { number, day in
          [("bundle", 0), ("part", 1)].map { name, group in
            .monthly(RecordID("\(name)-\(number)")) {
              $0.billingScheduleGroupId = RecordID("G\(group)")
              $0.billingMethod = .evergreen
              $0.billingTermUnit = .oneTime
              $0.startDate = day
            }
          }
        })
      #expect(stored.errors.isEmpty)
      let bundle = world
      return {
        var world = bundle
        return world.generate(target: "2026-01-02")
      }
    }
    let invoice = try #require(billed.made.first)
    let lines = Dictionary(uniqueKeysWithValues: invoice.lines.map { ($0.id, $0) })
    for line in invoice.lines where line.billingScheduleId?.text.hasPrefix("part-") == true {
      let parent = line.parentLineId.flatMap { lines[$0] }
      #expect(parent?.period?.from == line.period?.from)
    }
  }

  @Test("S3: the first of the periods that hold a day is found among any")
  func firstHolders() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<200 {
      let periods = (0..<Int.random(in: 0...12, using: &generator)).map { _ -> CivilPeriod? in
        guard Int.random(in: 0...5, using: &generator) > 0 else { return nil }
        let first = Int32.random(in: 0...30, using: &generator)
        return CivilPeriod(
          first: CivilDate(daysSince1970: first),
          last: CivilDate(daysSince1970: first + Int32.random(in: 0...15, using: &generator)))
      }
      let days = (Int32(0)...45).filter { _ in Bool.random(using: &generator) }
        .map { CivilDate(daysSince1970: $0) }
      let holders = FirstHolders(of: Set(days), among: periods)
      for day in days {
        #expect(holders[day] == periods.firstIndex { $0?.contains(day) ?? false })
      }
    }
  }

  @Test("S3: 5,000 suspensions on one account and 5,000 schedules of it")
  func suspensions() throws {
    let decision = try linear { count in
      var world = try World()
      let suspensions = (0..<count).map { number -> Record in
        .billingSuspension(
          BillingSuspension(
            id: RecordID("X\(number)"), target: .account("A"), suspendDate: "2026-01-01",
            resumeDate: "2030-01-01"))
      }
      #expect(world.upsert(suspensions).errors.isEmpty)
      #expect(world.upsert((0..<count).map { .monthly(RecordID("S\($0)")) }).errors.isEmpty)
      let suspended = world
      return {
        var world = suspended
        return world.generate(target: "2026-01-02")
      }
    }
    #expect(decision.errors.count == Self.count)
    #expect(decision.errors.allSatisfy { $0.message.contains("suspension X0,") })
  }

  @Test("S3: 5,000 default records of a kind are refused without each naming all")
  func defaults() throws {
    let decision = try linear { count in
      let world = try World()
      let terms = (0..<count).map { number -> Record in
        .paymentTerm(
          PaymentTerm(
            id: RecordID("P\(number)"), name: "P", kind: .periodBased, days: 1, isDefault: true))
      }
      return {
        var world = world
        return world.upsert(terms)
      }
    }
    #expect(decision.errors.count == Self.count)
    #expect(decision.errors.allSatisfy { $0.message.utf8.count < 300 })
    #expect(decision.errors.first?.message.contains("and 4990 more") == true)
  }

  @Test("S3: 2,000 contracts of which each other is unknown have 2,000 results of one fault")
  func unknownContracts() throws {
    let decision = try linear(2_000) { count in
      var world = try World()
      let contracts = (0..<count / 2).map { number -> Record in
        .billingContract(
          BillingContract(id: RecordID("C\(number)"), accountId: "A", name: "C"))
      }
      #expect(world.upsert(contracts).errors.isEmpty)
      let selection = GenerateInvoices.Selector.billingContracts(
        (0..<count).map { ContractSelection(billingContractId: RecordID("C\($0)")) })
      let known = world
      return {
        var world = known
        return world.generate(selection, target: "2026-01-02")
      }
    }
    #expect(decision.errors.count == 1_000)
    let results = try #require(decision.answer.contractResults)
    #expect(results.count == 2_000)
    #expect(results.allSatisfy { $0.faults.count == 1 })
    #expect(results[1_500].faults.first?.source?.id == "C1500")
    #expect(results[0].faults.first?.source?.id == "C1000")
  }
}
