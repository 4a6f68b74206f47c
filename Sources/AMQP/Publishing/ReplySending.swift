/// The replies of a publish connection, on a channel of their own: they wait while the socket takes no more, so that a long
/// one does not cost the short ones behind it, and are dropped when there is nowhere to send them.
struct ReplySending {
  enum Phase {
    case opening, ready, refused
  }

  /// How far the channel is.
  var phase = Phase.opening
  private var waiting = FIFO<OutgoingMessage>()
  private let inbox: PublishInbox
  private let observer: @Sendable (ConnectionEvent) -> Void

  init(inbox: PublishInbox, observer: @escaping @Sendable (ConnectionEvent) -> Void) {
    self.inbox = inbox
    self.observer = observer
  }

  var isEmpty: Bool { waiting.isEmpty }

  /// Whether something could be sent if the socket took it.
  var waitForSocket: Bool { !waiting.isEmpty && phase == .ready }

  mutating func add(_ replies: [OutgoingMessage], canBeSent: Bool) {
    waiting.append(contentsOf: replies)
    if !canBeSent || phase == .refused { drop() }
  }

  /// Sends what the socket takes without blocking, the first that came first.
  mutating func send(over session: BrokerSession) throws(AMQPError) {
    while phase == .ready, let reply = waiting.first, session.isWritable {
      waiting.removeFirst(1)
      inbox.settled(reply: reply)
      guard session.fits(reply) else {
        observer(.replyDropped)
        continue
      }
      try session.publish(reply, channel: PublishChannel.replies)
    }
  }

  mutating func drop() {
    for reply in waiting.removeAll() {
      inbox.settled(reply: reply)
      observer(.replyDropped)
    }
  }

  /// What the broker says on the channel.
  mutating func handle(_ method: IncomingMethod, _ session: BrokerSession) throws(AMQPError) {
    switch method {
    case .channelOpened: phase = .ready
    case .channelClosed(let reply):
      try session.confirmChannelClose(PublishChannel.replies)
      // Only missing rights affect every reply; any other refusal concerns this one.
      if reply.code == BrokerReply.accessRefused {
        phase = .refused
        observer(.repliesRefused(reply))
      } else {
        phase = .opening
        observer(.replyDropped)
        try session.openChannel(PublishChannel.replies)
      }
    default: return
    }
  }
}
