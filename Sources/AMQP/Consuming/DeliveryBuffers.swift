/// Deliveries of several queues, a buffer for each, taken from in turn.
struct DeliveryBuffers {
  private struct Buffer {
    let name: String
    /// Deliveries of it that one take gets at most.
    let mostTogether: Int
    var deliveries = FIFO<Delivery>()
  }

  private var buffers: [Buffer]
  /// The buffer whose turn is next.
  private var cursor = 0
  private(set) var count = 0

  init(names: [String], takenAlone: Set<String> = []) {
    buffers = names.map {
      Buffer(name: $0, mostTogether: takenAlone.contains($0) ? 1 : .max)
    }
  }

  /// Appends to the buffer of that name; one that is not known here is not fed here.
  mutating func append(_ deliveries: [Delivery], to name: String) {
    guard let index = buffers.firstIndex(where: { $0.name == name }) else { return }
    buffers[index].deliveries.append(contentsOf: deliveries)
    count += deliveries.count
  }

  /// Takes up to `limit` deliveries of at most `bytes` body bytes together, always at least one if
  /// there is one. Each non-empty buffer gets an equal share, of those that are taken alone one delivery; what one leaves
  /// over the others get.
  mutating func take(upTo limit: Int, bytes: Int) -> [Delivery] {
    var batch: [Delivery] = []
    guard count > 0 else { return batch }
    batch.reserveCapacity(min(limit, count))
    var remainingBytes = bytes
    var isFull = false
    var available = buffers.map { min($0.mostTogether, $0.deliveries.count) }
    while batch.count < limit, !isFull {
      let filled = available.count { $0 > 0 }
      guard filled > 0 else { break }
      let share = max(1, (limit - batch.count) / filled)
      for _ in buffers.indices where batch.count < limit && !isFull {
        let index = cursor
        cursor = (cursor + 1) % buffers.count
        let before = batch.count
        isFull = !take(
          min(share, limit - batch.count, available[index]), from: index, bytes: &remainingBytes,
          into: &batch)
        available[index] -= batch.count - before
      }
    }
    return batch
  }

  /// - Returns: `false` when the next delivery's body no longer fits.
  private mutating func take(
    _ share: Int, from index: Int, bytes: inout Int, into batch: inout [Delivery]
  ) -> Bool {
    let wanted = min(share, buffers[index].deliveries.count)
    var taken = 0
    defer {
      count -= taken
      buffers[index].deliveries.removeFirst(taken)
    }
    while taken < wanted {
      let size = buffers[index].deliveries[taken].body.count
      guard batch.isEmpty || size <= bytes else { return false }
      bytes -= min(size, bytes)
      batch.append(buffers[index].deliveries[taken])
      taken += 1
    }
    return true
  }

  /// Takes everything one buffer has.
  mutating func drain(_ name: String) -> [Delivery] {
    guard let index = buffers.firstIndex(where: { $0.name == name }) else { return [] }
    let rest = buffers[index].deliveries.removeAll()
    count -= rest.count
    return rest
  }
}
