import Testing
import Worker

@Suite struct TaxRoomTests {
  private static func limit(
    underWay: Int = 0, of capacity: Int = 64, isAway: Bool = false, mayAsk: Bool = true
  ) -> Int {
    TaxRoom.limit(underWay: underWay, of: capacity, isAway: isAway, mayAsk: mayAsk)
  }

  @Test("A relay begins as many calls as there may be, once half of them have ended")
  func fills() {
    #expect([0, 1, 32, 33, 63, 64].map { Self.limit(underWay: $0) } == [64, 63, 32, 0, 0, 0])
    #expect(Self.limit(of: 1) == 1 && Self.limit(underWay: 1, of: 1) == 0)
    #expect([0, 1, 2, 3].map { Self.limit(underWay: $0, of: 3) } == [3, 2, 0, 0])
    // Whatever was begun under another number.
    #expect(Self.limit(underWay: 70) == 0)
  }

  @Test("An engine that is away is tried with one, when a probe is due")
  func away() {
    #expect(Self.limit(isAway: true) == 1)
    #expect(Self.limit(underWay: 1, isAway: true) == 0)
    #expect(Self.limit(isAway: true, mayAsk: false) == 0)
    #expect(Self.limit(mayAsk: false) == 0)
  }
}
