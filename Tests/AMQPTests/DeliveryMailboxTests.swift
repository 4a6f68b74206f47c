import Testing

@testable import AMQP

@Suite struct DeliveryMailboxTests {
  private func deliveries(
    _ queue: String, _ numbers: ClosedRange<UInt64>, size: Int = 1
  ) -> [Delivery] {
    numbers.map {
      Delivery(
        queue: queue, tag: DeliveryTag(epoch: 1, channel: 1, number: $0), isRedelivered: false,
        exchange: "", routingKey: queue, properties: MessageProperties(),
        body: Array(repeating: 0, count: size), bodySize: UInt64(size), isTruncated: false)
    }
  }

  @Test func `a backlog of one queue does not starve another`() async {
    let mailbox = DeliveryMailbox(buffers: ["a", "b", "c"])
    mailbox.deposit(deliveries("a", 1...1_000), to: "a")
    mailbox.deposit(deliveries("b", 1...3), to: "b")
    let batch = await mailbox.take(upTo: 10)
    #expect(batch.count { $0.queue == "b" } == 3)
    #expect(batch.count { $0.queue == "a" } == 7)
    #expect(batch.filter { $0.queue == "a" }.map(\.tag.number) == Array(1...7))
    // One at a time they take turns.
    mailbox.deposit(deliveries("b", 4...20), to: "b")
    var queues: [String] = []
    for _ in 0..<10 { queues += await mailbox.take(upTo: 1).map(\.queue) }
    #expect(queues.count { $0 == "a" } == 5)
  }

  @Test func `of what is taken alone a batch gets one, and whoever comes next another`() async {
    let mailbox = DeliveryMailbox(buffers: ["a", "runs"], takenAlone: ["runs"])
    mailbox.deposit(deliveries("a", 1...3), to: "a")
    mailbox.deposit(deliveries("runs", 1...3), to: "runs")
    let batch = await mailbox.take(upTo: 10)
    #expect(batch.count { $0.queue == "a" } == 3)
    #expect(batch.filter { $0.queue == "runs" }.map(\.tag.number) == [1])
    #expect(await mailbox.take(upTo: 10).map(\.tag.number) == [2])
    #expect(mailbox.count == 1)
    #expect(await mailbox.take(upTo: 10).map(\.tag.number) == [3])
    #expect(mailbox.count == 0)
    // Of several who wait, each gets one.
    async let one = mailbox.take(upTo: 10)
    async let other = mailbox.take(upTo: 10)
    mailbox.deposit(deliveries("runs", 4...5), to: "runs")
    #expect(await [one.count, other.count] == [1, 1])
  }

  @Test func `bytes limit a batch, but one delivery always comes`() async {
    let mailbox = DeliveryMailbox(buffers: ["a"])
    mailbox.deposit(deliveries("a", 1...5, size: 100), to: "a")
    #expect(await mailbox.take(upTo: 10, bytes: 250).count == 2)
    #expect(await mailbox.take(upTo: 10, bytes: 1).count == 1)
    #expect(await mailbox.take(upTo: 10).count == 2)
  }

  @Test func `what is taken without waiting is what is there`() async {
    let mailbox = DeliveryMailbox(buffers: ["a"])
    #expect(mailbox.takeWaiting(upTo: 10).isEmpty)
    mailbox.deposit(deliveries("a", 1...5, size: 100), to: "a")
    #expect(mailbox.takeWaiting(upTo: 10, bytes: 250).map(\.tag.number) == [1, 2])
    #expect(mailbox.takeWaiting(upTo: 2).map(\.tag.number) == [3, 4])
    #expect(await mailbox.take(upTo: 10).map(\.tag.number) == [5])
  }

  @Test func `each delivery goes to one of many takers, in order`() async {
    let mailbox = DeliveryMailbox(buffers: ["a", "b"])
    let taken = await withTaskGroup(of: [Delivery].self) { group in
      for _ in 0..<8 {
        group.addTask {
          var taken: [Delivery] = []
          while true {
            let batch = await mailbox.take(upTo: 7)
            if batch.isEmpty { return taken }
            taken += batch
          }
        }
      }
      for start in stride(from: UInt64(1), through: 1_000, by: 10) {
        mailbox.deposit(deliveries("a", start...(start + 9)), to: "a")
        mailbox.deposit(deliveries("b", start...(start + 9)), to: "b")
      }
      mailbox.finish()
      var all: [Delivery] = []
      for await batch in group {
        for queue in ["a", "b"] {
          let numbers = batch.filter { $0.queue == queue }.map(\.tag.number)
          #expect(numbers == numbers.sorted())
        }
        all += batch
      }
      return all
    }
    #expect(taken.count == 2_000)
    #expect(Set(taken.map { "\($0.queue)\($0.tag.number)" }).count == 2_000)
  }

  @Test func `a cancelled wait ends and loses nothing`() async {
    let mailbox = DeliveryMailbox(buffers: ["a"])
    let waiting = Task { await mailbox.take(upTo: 1) }
    waiting.cancel()
    #expect(await waiting.value.isEmpty)
    mailbox.deposit(deliveries("a", 1...1), to: "a")
    #expect(await mailbox.take(upTo: 1).count == 1)
    mailbox.finish()
    #expect(await mailbox.take(upTo: 1).isEmpty)
  }

  @Test func `what is drained is not taken`() async {
    let mailbox = DeliveryMailbox(buffers: ["a", "b"])
    mailbox.deposit(deliveries("a", 1...5), to: "a")
    mailbox.deposit(deliveries("b", 1...5), to: "b")
    _ = await mailbox.take(upTo: 2)
    #expect(mailbox.drain("a").map(\.tag.number) == [2, 3, 4, 5])
    #expect(mailbox.count == 4)
    #expect(await mailbox.take(upTo: 10).allSatisfy { $0.queue == "b" })
  }
}
