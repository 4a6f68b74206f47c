import CivilTime
import Testing
import Worker

@Suite struct OutboxBookkeepingTests {
  @Test func `marks are taken once, and can be put back`() {
    let sent = SentMessages()
    #expect(sent.take().isEmpty)
    sent.add(["a", "b"])
    sent.add(["c"])
    #expect(sent.count == 3)
    let taken = sent.take()
    #expect(taken == ["a", "b", "c"])
    #expect(sent.count == 0)
    sent.add(taken)
    #expect(sent.take() == taken)
  }

  @Test func `marks of many tasks are all there`() async {
    let sent = SentMessages()
    await withTaskGroup { group in
      for part in 0..<8 {
        group.addTask { for number in 0..<500 { sent.add(["\(part)-\(number)"]) } }
      }
    }
    #expect(Set(sent.take()).count == 4_000)
  }

  @Test func `outbox rows are named in the order of time, and no two alike`() {
    var first = OutboxIdentifiers()
    var second = OutboxIdentifiers()
    var names: [String] = []
    for step in 0..<100 {
      let time = UTCInstant.sample.adding(microseconds: Int64(step / 10) * 1_000_003)
      names.append(first.next(at: time))
      names.append(second.next(at: time))
    }
    #expect(Set(names).count == 200, "two lanes at the same time, too")
    let ofFirst = names.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
    #expect(ofFirst == ofFirst.sorted())
    #expect(Set(names.map(\.utf8.count)) == [42])
  }
}
