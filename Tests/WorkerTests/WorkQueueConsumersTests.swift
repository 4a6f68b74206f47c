import AMQP
import Messages
import Testing
import Worker

@Suite struct WorkQueueConsumersTests {
  /// The prefetch that is configured, and the consumers with theirs.
  @Test(arguments: [
    (WorkQueue.ingest, 1_000, 16, 8), (.ingest, 100, 12, 8), (.ingest, 8, 1, 8),
    (.ingest, 3, 1, 3),
    (.records, 1_000, 1, 8), (.unrouted, 1_000, 1, 8), (.generate, 500, 1, 500), (.manage, 1, 1, 1),
  ])
  func `large bodies are taken by consumers of eight`(
    work: WorkQueue, prefetch: Int, count: Int, each: Int
  ) {
    let subscriptions = work.subscriptions(prefetch: prefetch, lanes: 2, mailbox: "m")
    #expect(subscriptions.map(\.prefetch) == Array(repeating: UInt16(each), count: count))
    #expect(subscriptions.map(\.copy) == Array(0..<count))
    #expect(subscriptions.allSatisfy { $0.queue == work.name && $0.mailbox == "m" })
    #expect(subscriptions.allSatisfy { $0.bodyLimit.bytes == work.bodyLimit && !$0.isTakenAlone })
  }

  @Test(arguments: [1, 4, 64])
  func `each lane has one chunk of a run, whatever the prefetch`(lanes: Int) {
    for prefetch in [1, 256, 2_000] {
      let subscriptions = WorkQueue.run.subscriptions(
        prefetch: prefetch, lanes: lanes, mailbox: "m")
      #expect(subscriptions.map(\.prefetch) == [UInt16(lanes)])
      #expect(subscriptions.allSatisfy { $0.isTakenAlone })
    }
  }
}
