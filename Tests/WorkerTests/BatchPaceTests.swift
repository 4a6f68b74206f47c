import Testing
import Worker

@Suite struct BatchPaceTests {
  @Test(
    "Fair among senders: so many are taken at once that they take a tenth of a second",
    arguments: [
      (100, 40, 100), (100, 100, 100), (100, 1_000, 10), (1, 40, 2), (1, 5_000, 1), (10, 0, 100),
    ])
  func limits(requests: Int, milliseconds: Int, limit: Int) {
    var pace = BatchPace()
    #expect(pace.limit(most: 100) == 100)
    pace.note(requests: requests, took: .milliseconds(milliseconds))
    #expect(pace.limit(most: 100) == limit)
    // One batch later what was slow is forgotten.
    pace.note(requests: 1, took: .microseconds(100))
    #expect(pace.limit(most: 100) == 100)
    pace.note(requests: 0, took: .seconds(60))
    #expect(pace.limit(most: 100) == 100)
  }
}
