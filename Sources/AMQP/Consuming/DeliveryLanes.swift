/// Deliveries of several queues, taken from in turn.
struct DeliveryLanes {
  private struct Lane {
    let queue: String
    var deliveries: [Delivery] = []
    /// What is before it was taken.
    var head = 0

    var count: Int { deliveries.count - head }

    /// What was taken is let go: under a lasting backlog the lane is never empty, and every body taken since
    /// would stay in memory. Halves at a time, so that moving the rest costs no more than taking did.
    mutating func take(_ index: Int) {
      head = index
      if head == deliveries.count {
        deliveries.removeAll(keepingCapacity: true)
        head = 0
      } else if head * 2 >= deliveries.count {
        deliveries.removeFirst(head)
        head = 0
      }
    }
  }

  private var lanes: [Lane]
  /// The lane whose turn is next.
  private var cursor = 0
  private(set) var count = 0

  init(queues: [String]) {
    lanes = queues.map { Lane(queue: $0) }
  }

  /// Appends to the lane of that queue; a queue that is not known here is not fed here.
  mutating func append(_ deliveries: [Delivery], queue: String) {
    guard let index = lanes.firstIndex(where: { $0.queue == queue }) else { return }
    if lanes[index].count == 0 {
      lanes[index].deliveries = deliveries
      lanes[index].head = 0
    } else {
      lanes[index].deliveries.append(contentsOf: deliveries)
    }
    count += deliveries.count
  }

  /// Takes up to `limit` deliveries of at most `bytes` body bytes together, always at least one if
  /// there is one. Each non-empty lane gets an equal share; what one leaves over the others get.
  mutating func take(upTo limit: Int, bytes: Int) -> [Delivery] {
    var batch: [Delivery] = []
    guard count > 0 else { return batch }
    batch.reserveCapacity(min(limit, count))
    var remainingBytes = bytes
    var isFull = false
    while batch.count < limit, count > 0, !isFull {
      let filled = lanes.count { $0.count > 0 }
      let share = max(1, (limit - batch.count) / filled)
      for _ in lanes.indices where batch.count < limit && !isFull {
        let lane = cursor
        cursor = (cursor + 1) % lanes.count
        isFull = !take(
          min(share, limit - batch.count), from: lane, bytes: &remainingBytes, into: &batch)
      }
    }
    return batch
  }

  /// - Returns: `false` when the next delivery's body no longer fits.
  private mutating func take(
    _ share: Int, from lane: Int, bytes: inout Int, into batch: inout [Delivery]
  ) -> Bool {
    var index = lanes[lane].head
    let end = index + min(share, lanes[lane].count)
    defer {
      count -= index - lanes[lane].head
      lanes[lane].take(index)
    }
    while index < end {
      let size = lanes[lane].deliveries[index].body.count
      guard batch.isEmpty || size <= bytes else { return false }
      bytes -= min(size, bytes)
      batch.append(lanes[lane].deliveries[index])
      index += 1
    }
    return true
  }

  /// Takes everything one queue has.
  mutating func drain(queue: String) -> [Delivery] {
    guard let index = lanes.firstIndex(where: { $0.queue == queue }) else { return [] }
    let rest = Array(lanes[index].deliveries[lanes[index].head...])
    count -= rest.count
    lanes[index].deliveries = []
    lanes[index].head = 0
    return rest
  }
}
