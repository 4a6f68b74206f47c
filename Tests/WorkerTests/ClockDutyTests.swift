import Storage
import Testing

@testable import Worker

/// What a duty of the clock does about one of many that fails.
@Suite struct ClockDutyTests {
  private struct Duty: ClockDuty {
    let name = "test"

    func turn(over session: BackgroundSession) async throws(StoreError) -> Bool { false }
  }

  /// Who had a turn of four, of whom these fail so, and what was thrown in the end.
  private func turns(
    _ failures: [Int: StoreError.Kind]
  ) async -> (had: [Int], thrown: StoreError.Kind?) {
    var had: [Int] = []
    do throws(StoreError) {
      try await Duty().forEach([1, 2, 3, 4]) { number throws(StoreError) in
        had.append(number)
        if let kind = failures[number] { throw StoreError(kind, "number \(number)") }
      }
      return (had, nil)
    } catch {
      return (had, error.kind)
    }
  }

  @Test(
    "One that fails, or that others have locked, keeps no other waiting",
    arguments: [StoreError.Kind.contention, .constraint, .fault])
  func goesOn(kind: StoreError.Kind) async {
    let turns = await turns([2: kind])
    #expect(turns.had == [1, 2, 3, 4])
    #expect(turns.thrown == kind)
  }

  @Test("Where locks were in the way of one, the clock knows it, whatever else failed")
  func contentionFirst() async {
    #expect(await turns([1: .fault, 2: .contention, 4: .fault]).thrown == .contention)
    #expect(await turns([:]).thrown == nil)
  }

  @Test(
    "A database that is away is not asked again for each of the others",
    arguments: [StoreError.Kind.unavailable, .environment, .schemaMissing, .schemaTooNew])
  func stops(kind: StoreError.Kind) async {
    let turns = await turns([2: kind])
    #expect(turns.had == [1, 2])
    #expect(turns.thrown == kind)
  }
}
