/// A row of the outbox that holds several messages of one transaction.
///
/// Writing and deleting a row for each message is what costs; while everything goes well, nobody reads them. So a pack
/// lives only as long as the process that wrote it sends its messages from memory. As soon as one of them needs a row (it
/// is put off, or the lease is over), the pack is unpacked: its messages become rows of their own.
package struct OutboxPack: Hashable, Sendable, Identifiable {
  /// The row's.
  package let id: String
  /// How many messages it holds; at least 2.
  package let events: Int

  package init(id: String, events: Int) {
    self.id = id
    self.events = events
  }

  /// Messages of a pack at most.
  package static let mostEvents = 1_000
  /// Bytes of the bodies of a pack at most.
  package static let mostBytes = 1 << 20
  /// Bytes of a body from which on a message is a row of its own, for its row costs little beside its body.
  package static let largestBody = 64 << 10
}

/// Which messages of a transaction share a row.
struct OutboxPacking {
  /// All messages in their order, those that are packed with their pack.
  private(set) var messages: [OutboxMessage]
  /// Those that are rows of their own.
  private(set) var single: [OutboxMessage] = []
  private(set) var packs: [(pack: OutboxPack, messages: [OutboxMessage])] = []

  init(_ messages: [OutboxMessage]) {
    self.messages = messages
    var together: [Int] = []
    var bytes = 0
    for (place, message) in messages.enumerated() {
      guard message.eventId != nil, message.body.count < OutboxPack.largestBody else {
        single.append(message)
        continue
      }
      if together.count == OutboxPack.mostEvents
        || bytes + message.body.count > OutboxPack.mostBytes
      {
        pack(together)
        together = []
        bytes = 0
      }
      together.append(place)
      bytes += message.body.count
    }
    pack(together)
  }

  private mutating func pack(_ places: [Int]) {
    guard let first = places.first else { return }
    guard places.count > 1 else {
      single.append(messages[first])
      return
    }
    let pack = OutboxPack(id: messages[first].id, events: places.count)
    packs.append((pack, places.map { messages[$0] }))
    for place in places { messages[place].pack = pack }
  }
}
