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
    let choice = choice(upTo: limit, bytes: bytes)
    for (index, taken) in choice.taken.enumerated() where taken > 0 {
      buffers[index].deliveries.removeFirst(taken)
    }
    cursor = choice.cursor
    count -= choice.batch.count
    return choice.batch
  }

  /// What ``take(upTo:bytes:)`` would take now; it stays.
  func next(upTo limit: Int, bytes: Int) -> [Delivery] {
    choice(upTo: limit, bytes: bytes).batch
  }

  /// What is to be taken.
  private struct Choice {
    var batch: [Delivery] = []
    /// How many of the first of each buffer.
    var taken: [Int]
    /// The buffer whose turn is next then.
    var cursor: Int
    var remainingBytes: Int
  }

  private func choice(upTo limit: Int, bytes: Int) -> Choice {
    var choice = Choice(
      taken: Array(repeating: 0, count: buffers.count), cursor: cursor, remainingBytes: bytes)
    guard count > 0 else { return choice }
    choice.batch.reserveCapacity(min(limit, count))
    let available = buffers.map { min($0.mostTogether, $0.deliveries.count) }
    var isFull = false
    while choice.batch.count < limit, !isFull {
      let filled = buffers.indices.count { available[$0] > choice.taken[$0] }
      guard filled > 0 else { break }
      let share = max(1, (limit - choice.batch.count) / filled)
      for _ in buffers.indices where choice.batch.count < limit && !isFull {
        let index = choice.cursor
        choice.cursor = (choice.cursor + 1) % buffers.count
        isFull = !choose(
          min(share, limit - choice.batch.count, available[index] - choice.taken[index]),
          from: index, into: &choice)
      }
    }
    return choice
  }

  /// - Returns: `false` when the next delivery's body no longer fits.
  private func choose(_ wanted: Int, from index: Int, into choice: inout Choice) -> Bool {
    for _ in 0..<max(0, wanted) {
      let delivery = buffers[index].deliveries[choice.taken[index]]
      let size = delivery.body.count
      guard choice.batch.isEmpty || size <= choice.remainingBytes else { return false }
      choice.remainingBytes -= min(size, choice.remainingBytes)
      choice.batch.append(delivery)
      choice.taken[index] += 1
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
