/// Rows of the outbox of which the broker has confirmed everything. One that is gone already is nothing to do.
package struct SentRows: Hashable, Sendable {
  /// Identifiers of messages that have rows of their own.
  package var messages: [String]
  /// Identifiers of packs.
  package var packs: [String]

  package init(messages: [String] = [], packs: [String] = []) {
    self.messages = messages
    self.packs = packs
  }

  package var isEmpty: Bool { messages.isEmpty && packs.isEmpty }

  package mutating func append(_ others: SentRows) {
    messages += others.messages
    packs += others.packs
  }
}
