import CRabbitMQ

/// Asks what the user may do, and does none of it.
///
/// The broker looks at the rights first and at the rest of a method afterwards. So a method that is wrong beyond that
/// tells both apart: who may not is refused access (403), who may is told what is wrong (406). No message is
/// routed, no consumer begins, no queue is made.
extension CommandConnection {
  package enum ProbedRight: Sendable, Equatable {
    case granted
    /// The broker's words.
    case refused(BrokerReply)
    /// There is no such exchange or queue.
    case missing
    /// The broker reads nothing more from this connection, which is of no more use: it is short of memory or disk.
    case blocked(reason: String)
    /// It said something else.
    case unclear(BrokerReply)

    fileprivate init(_ reply: BrokerReply) {
      switch reply.code {
      case BrokerReply.preconditionFailed: self = .granted
      case BrokerReply.accessRefused: self = .refused(reply)
      case BrokerReply.notFound: self = .missing
      default: self = .unclear(reply)
      }
    }
  }

  /// What the broker says of itself.
  ///
  /// - Throws: ``AMQPError/notConnected``.
  package func identity() throws(AMQPError) -> BrokerIdentity {
    guard let session else { throw .notConnected }
    return BrokerIdentity(of: session, usesTLS: configuration.url.usesTLS)
  }

  /// Whether messages may be published to an exchange: by one whose expiration is no number.
  package func probePublishing(to exchange: String) throws(AMQPError) -> ProbedRight {
    let session = try openSession()
    do throws(AMQPError) {
      try session.publishInvalid(to: exchange, channel: Self.channel)
      return try answer(session, "publishing to \(exchange)")
    } catch {
      throw forget(error)
    }
  }

  /// Whether a queue's messages may be taken: by a consumer whose priority is no number.
  package func probeConsuming(from queue: String) throws(AMQPError) -> ProbedRight {
    let session = try openSession()
    do throws(AMQPError) {
      try session.consume(
        queue: queue, arguments: ["x-priority": "none"], channel: Self.channel)
      return try answer(session, "consuming from \(queue)")
    } catch {
      throw forget(error)
    }
  }

  /// Whether a queue of that name, which there must not be, may be declared: by one whose time to live is no number.
  package func probeDeclaring(_ queue: String) throws(AMQPError) -> ProbedRight {
    let session = try openSession()
    do throws(AMQPError) {
      try session.declare(
        QueueDeclaration(name: queue, arguments: ["x-expires": "never"]), channel: Self.channel)
      return try answer(session, "declaring \(queue)")
    } catch {
      throw forget(error)
    }
  }

  /// Waits for the broker's refusal, and opens the channel that it closed again: only where that is answered does the
  /// broker go on reading.
  private func answer(
    _ session: BrokerSession, _ operation: String
  ) throws(AMQPError) -> ProbedRight {
    let deadline = MonotonicInstant.now.advanced(by: configuration.replyTimeout)
    var refusal: BrokerReply?
    while let incoming = try session.next(before: deadline) {
      guard case .method(let method, _) = incoming else { continue }
      switch method {
      case .channelClosed(let reply):
        refusal = reply
        try session.confirmChannelClose(Self.channel)
        try session.openChannel(Self.channel)
      case .channelOpened:
        guard let refusal else { continue }
        channelWasReopened()
        return ProbedRight(refusal)
      case .blocked(let reason): return .blocked(reason: reason)
      case .connectionClosed(let reply):
        try session.confirmConnectionClose()
        throw .connectionClosed(reply)
      default: continue
      }
    }
    throw AMQPError(status: AMQP_STATUS_TIMEOUT.rawValue, operation: operation)
  }
}
