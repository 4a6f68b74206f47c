import Billing
import Storage
import Testing

@testable import Worker

@Suite struct DeadLetterAllowanceTests {
  @Test("S2: while the broker refuses none, every copy is kept")
  func healthy() {
    var allowance = DeadLetterAllowance()
    let kept = (0..<10_000).count { _ in
      allowance.admit(source: "s", bytes: 65_536, isOwnFault: false)
    }
    #expect(kept == 10_000)
  }

  @Test("S2: a source has its share by number and by bytes, and another one its own")
  func shares() {
    let refused = ["other": DeadLetterLoad(count: 1, bytes: 1)]
    for (bytes, most) in [(1, 200), (65_536, 128), (9 << 20, 0)] {
      var allowance = DeadLetterAllowance(refused: refused)
      let kept = (0..<1_000).count { _ in
        allowance.admit(source: "flood", bytes: bytes, isOwnFault: false)
      }
      #expect(kept == most)
      #expect(admits(allowance, source: "other", bytes: 1, isOwnFault: false))
    }
  }

  @Test(
    "S2: many sources have a bound together, beyond which the program's own faults are still kept")
  func total() {
    let refused = Dictionary(
      uniqueKeysWithValues: (0..<2_000).map { ("s-\($0)", DeadLetterLoad(count: 1, bytes: 10)) })
    var allowance = DeadLetterAllowance(refused: refused)
    #expect(!admits(allowance, source: "new", bytes: 1, isOwnFault: false))
    #expect(admits(allowance, source: "new", bytes: 1, isOwnFault: true))
    let large = ["s": DeadLetterLoad(count: 1, bytes: 64 << 20)]
    allowance = DeadLetterAllowance(refused: large)
    #expect(!admits(allowance, source: "new", bytes: 1, isOwnFault: false))
    #expect(admits(allowance, source: "new", bytes: 1, isOwnFault: true))
  }

  @Test("S4: the error logs of one request are bounded", arguments: [0, 1, 100, 101, 102, 2_000])
  func errorLogs(count: Int) {
    let entries = (0..<count).map {
      ErrorLogEntry(
        category: .invoiceGeneration, code: .requestInvalid, message: "fault \($0)",
        primaryRecord: RecordReference(type: .billingSchedule, id: "BS-\($0)"))
    }
    let key = RequestKey(source: "crm", identifier: "r-1")
    let bounded = ErrorLogEntry.bounded(entries, of: key)
    #expect(bounded.count == min(count, 101))
    guard count > 101 else {
      #expect(bounded == entries)
      return
    }
    #expect(Array(bounded.prefix(100)) == Array(entries.prefix(100)))
    #expect(bounded.last?.primaryRecord == RecordReference(type: .request, id: "r-1"))
    #expect(bounded.last?.message.hasPrefix("\(count - 100) more faults") == true)
  }

  private func admits(
    _ allowance: DeadLetterAllowance, source: String, bytes: Int, isOwnFault: Bool
  ) -> Bool {
    var allowance = allowance
    return allowance.admit(source: source, bytes: bytes, isOwnFault: isOwnFault)
  }
}
