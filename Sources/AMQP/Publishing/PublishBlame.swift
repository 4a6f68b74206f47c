/// Which of a channel's unanswered messages the broker closed it over. Pure.
///
/// It closes the channel over one message, and the others in flight are lost with it. Its text quotes the exchange, or
/// the size of a message that is too large, so only messages that match are blamed. When none matches, each may be
/// the one.
struct PublishBlame: Equatable {
  /// Whether the message is known. If not, none is blamed.
  let isKnown: Bool
  /// For each unanswered message, whether it is blamed.
  let isRefused: [Bool]

  init(_ reply: BrokerReply, unanswered: [OutgoingMessage]) {
    if unanswered.count == 1 {
      isRefused = [true]
    } else {
      let size = reply.refusedSize
      isRefused = unanswered.map { message in
        reply.text.contains("'\(message.exchange)'") || message.body.count == size
      }
    }
    isKnown = isRefused.contains(true)
  }
}
