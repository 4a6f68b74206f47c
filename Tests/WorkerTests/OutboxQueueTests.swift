import Storage
import Testing
import Worker

@Suite struct OutboxQueueTests {
  private func messages(_ ids: some Sequence<Int>) -> [BufferedMessage] {
    ids.map { BufferedMessage(message: .sample("\($0)"), attempts: 0, leasedUntil: .sample) }
  }

  private func ids(_ messages: [BufferedMessage]) -> [Int] {
    messages.compactMap { Int($0.message.id) }
  }

  @Test func `messages come out in order, in batches`() async {
    let queue = OutboxQueue(capacity: 100, batchSize: 4)
    #expect(queue.add(messages(1...6)) == 0)
    #expect(ids(await queue.take()) == [1, 2, 3, 4])
    queue.add(messages(7...8))
    #expect(ids(await queue.take()) == [5, 6, 7, 8])
    #expect(queue.count == 0)
  }

  @Test func `what does not fit is left to the database`() async {
    let queue = OutboxQueue(capacity: 3, batchSize: 10)
    #expect(queue.add(messages(1...2)) == 0)
    #expect(queue.add(messages(3...5)) == 2)
    #expect(queue.add(messages([6])) == 1)
    #expect(ids(await queue.take()) == [1, 2, 3])
    #expect(queue.add(messages([7])) == 0)
  }

  @Test func `there is room as long as neither messages nor bytes are used up`() async {
    let size = messages([1])[0].message.body.count
    let queue = OutboxQueue(capacity: 3, byteCapacity: 2 * size, batchSize: 1)
    #expect(queue.room == (3, 2 * size))
    queue.add(messages([1]))
    #expect(queue.room == (2, size))
    queue.add(messages([2]))
    #expect(queue.room == (0, 0), "there is room for another message, and none for its body")
    #expect(queue.add(messages([3])) == 1)
    _ = await queue.take()
    #expect(queue.room == (2, size))
    let short = OutboxQueue(capacity: 1, batchSize: 1)
    short.add(messages([1]))
    #expect(short.room == (0, 0))
  }

  @Test func `after the end it gives what it has, and takes nothing`() async {
    let queue = OutboxQueue(capacity: 10, batchSize: 10)
    queue.add(messages([1]))
    queue.finish()
    #expect(queue.add(messages([2, 3])) == 2)
    #expect(ids(await queue.take()) == [1])
    #expect(await queue.take().isEmpty)
    #expect(await queue.take().isEmpty)
  }

  @Test func `who waits is woken by a message, and by the end`() async {
    let queue = OutboxQueue(capacity: 10, batchSize: 1)
    async let first = queue.take()
    async let second = queue.take()
    async let third = queue.take()
    queue.add(messages([1, 2]))
    queue.finish()
    let all = await ids(first) + ids(second) + ids(third)
    #expect(all.sorted() == [1, 2])
  }

  @Test func `nothing is lost or doubled between many who add and many who take`() async {
    let queue = OutboxQueue(capacity: 100_000, batchSize: 7)
    let taken = await withTaskGroup(of: [Int].self) { group in
      for _ in 0..<4 {
        group.addTask {
          var mine: [Int] = []
          while true {
            let batch = await queue.take()
            if batch.isEmpty { return mine }
            mine += self.ids(batch)
          }
        }
      }
      await withTaskGroup { adders in
        for part in 0..<8 {
          adders.addTask {
            for number in 0..<1_000 { queue.add(self.messages([part * 1_000 + number])) }
          }
        }
      }
      queue.finish()
      return await group.reduce(into: []) { $0 += $1 }
    }
    #expect(taken.sorted() == Array(0..<8_000))
  }
}
