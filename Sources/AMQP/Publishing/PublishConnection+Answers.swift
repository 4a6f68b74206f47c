extension PublishConnection {
  func read(_ session: BrokerSession, budget: inout Int) throws(AMQPError) {
    while let incoming = try session.next(budget: &budget) {
      switch incoming {
      case .message(let message, Channel.events): returned(message)
      case .message: continue
      case .method(let method, channel: 0): try lifecycle.handle(method)
      case .method(let method, Channel.replies): try handleReplies(method, session)
      case .method(let method, _): try handleEvents(method, session)
      }
    }
  }

  func handleEvents(
    _ method: IncomingMethod, _ session: BrokerSession
  ) throws(AMQPError) {
    switch method {
    case .acknowledged(let number, let multiple):
      settle(number: number, multiple: multiple, isAccepted: true)
    case .negativelyAcknowledged(let number, let multiple):
      settle(number: number, multiple: multiple, isAccepted: false)
    case .channelOpened:
      confirmPhase = .selecting
      try session.selectConfirms(Channel.events)
    case .confirmsSelected:
      confirmPhase = .ready
      lifecycle.becameReady()
    case .channelClosed(let reply):
      try session.confirmChannelClose(Channel.events)
      observer(.publishRefused(reply))
      refuse(reply)
      confirmPhase = .opening
      published.update { $0.isReady = false }
      try session.openChannel(Channel.events)
    default: return
    }
  }

  func handleReplies(
    _ method: IncomingMethod, _ session: BrokerSession
  ) throws(AMQPError) {
    switch method {
    case .channelOpened: replyPhase = .ready
    case .channelClosed(let reply):
      try session.confirmChannelClose(Channel.replies)
      // Only a want of rights will meet every reply; any other refusal was this one reply's.
      if reply.code == BrokerReply.accessRefused {
        replyPhase = .refused
        observer(.repliesRefused(reply))
      } else {
        replyPhase = .opening
        observer(.replyDropped)
        try session.openChannel(Channel.replies)
      }
    default: return
    }
  }

  func settle(number: UInt64, multiple: Bool, isAccepted: Bool) {
    tracker.settle(number: number, multiple: multiple, isAccepted: isAccepted) { token, answer in
      sendingAlone = max(0, sendingAlone - 1)
      switch answer {
      case .confirmed: complete(token, .confirmed)
      case .returned(let reply): complete(token, .returned(reply))
      case .negativelyAcknowledged: complete(token, .negativelyAcknowledged)
      }
    }
  }

  /// A return names no number. Exchange, routing key and message id say which message it is; messages
  /// that share all three are taken in the order they were published.
  func returned(_ message: AssembledMessage) {
    guard case .returned(let reply, let exchange, let routingKey) = message.head else { return }
    let messageID = message.properties.messageID
    _ = tracker.markReturned(reply) { token in
      let sent = token.batch.messages[token.index]
      return sent.isMandatory && sent.properties.messageID == messageID
        && sent.routingKey == routingKey && sent.exchange == exchange
    }
    observer(.returned(exchange: exchange, routingKey: routingKey, reply))
  }

  /// The broker closes the channel over one message, and the others of the window are lost with it.
  /// Its text quotes the exchange, or the size of a message that is too large, so only messages of that are blamed.
  /// When it quotes nothing that is known here, each may be the one: they go out alone, one after the other,
  /// until it has shown itself.
  func refuse(_ reply: BrokerReply) {
    let size = reply.refusedSize
    func isBlamed(_ token: Token) -> Bool {
      let message = token.batch.messages[token.index]
      return reply.text.contains("'\(message.exchange)'") || message.body.count == size
    }
    let unanswered = tracker.reset()
    let isOneBlamed = unanswered.contains(where: isBlamed) || unanswered.count == 1
    sendingAlone = isOneBlamed ? max(0, sendingAlone - 1) : unanswered.count
    for token in unanswered {
      let isRefused = isOneBlamed && (unanswered.count == 1 || isBlamed(token))
      complete(token, .failed(isRefused ? .refused(reply) : .connectionLost))
    }
  }

  func failUnanswered(_ failure: (Token) -> PublishFailure) {
    for token in tracker.reset() { complete(token, .failed(failure(token))) }
  }

  func complete(_ token: Token, _ outcome: PublishOutcome) {
    token.batch.complete(token.index, outcome)
    if token.batch.isDone { active[ObjectIdentifier(token.batch)] = nil }
  }
}
