import CRabbitMQ

/// A connection for commands: one call after the other, each waits for the broker's answer and throws
/// what the broker said. No deliveries flow here, so waiting for an answer holds nothing up.
///
/// It connects once and does not reconnect: a command that fails says so and ends. An operation the
/// broker refuses closes only its channel, and the next call opens a new one; deliveries that were not
/// acknowledged then go back to their queue.
package actor CommandConnection {
  static let channel: UInt16 = 1

  private nonisolated let executor: ConnectionExecutor
  let configuration: ConnectionConfiguration
  private let bodyLimit: BodyLimit
  private let watched = WatchedSocket()
  private(set) var session: BrokerSession?
  private var isChannelOpen = false
  /// Counts the openings of the channel: the epoch of its deliveries.
  private var epoch: UInt64 = 0

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// - Parameters:
  ///   - configuration: where to connect, and how patiently.
  ///   - bodyLimit: what of a fetched body is taken into memory.
  /// - Throws: when the system gives no thread. Nothing is connected yet.
  package init(
    configuration: ConnectionConfiguration,
    bodyLimit: BodyLimit = BodyLimit(bytes: 16 << 20, keptBytes: 16 << 20)
  ) throws(AMQPError) {
    executor = try ConnectionExecutor(name: "amqp-command")
    self.configuration = configuration
    self.bodyLimit = bodyLimit
  }

  deinit {
    executor.stop()
  }

  /// Connects to the first host that answers, each within the configured timeouts.
  ///
  /// - Throws: what the last host said.
  package func connect() throws(AMQPError) {
    var failure = AMQPError.notConnected
    for host in configuration.url.hosts.shuffled() {
      do throws(AMQPError) {
        // No heartbeats: between two calls nobody reads, so they would end the connection.
        session = try BrokerSession.open(
          host: host, configuration: configuration, limits: [bodyLimit], heartbeat: 0,
          watched: watched)
        return
      } catch {
        failure = error
      }
    }
    throw failure
  }

  package func declare(_ exchange: ExchangeDeclaration) throws(AMQPError) {
    let session = try openSession()
    defer { session.pool.recycle() }
    let name = try unsafe session.pool.bytes(exchange.name)
    let kind = try unsafe session.pool.bytes(exchange.kind.rawValue)
    let arguments = try unsafe session.pool.table(exchange.arguments)
    _ = unsafe amqp_exchange_declare(
      session.handle.state, Self.channel, name, kind, exchange.isPassive ? 1 : 0,
      exchange.isDurable ? 1 : 0, 0, 0, arguments)
    try conclude(session, "declaring the exchange \(exchange.name)")
  }

  /// - Returns: how many messages are ready in the queue, and how many consumers it has.
  @discardableResult
  package func declare(
    _ queue: QueueDeclaration
  ) throws(AMQPError) -> (messageCount: UInt32, consumerCount: UInt32) {
    let session = try openSession()
    defer { session.pool.recycle() }
    let method = try unsafe queue.method(session.pool)
    let answer = unsafe amqp_queue_declare(
      session.handle.state, Self.channel, method.queue, method.passive, method.durable,
      method.exclusive, method.auto_delete, method.arguments)
    let counts = unsafe answer.map {
      (unsafe $0.pointee.message_count, unsafe $0.pointee.consumer_count)
    }
    try conclude(session, "declaring the queue \(queue.name)")
    guard let counts else { throw .notConnected }
    return counts
  }

  package func bind(
    queue: String, exchange: String, routingKey: String, arguments: HeaderTable = [:]
  ) throws(AMQPError) {
    let session = try openSession()
    defer { session.pool.recycle() }
    let queueName = try unsafe session.pool.bytes(queue)
    let exchangeName = try unsafe session.pool.bytes(exchange)
    let key = try unsafe session.pool.bytes(routingKey)
    let table = try unsafe session.pool.table(arguments)
    _ = unsafe amqp_queue_bind(
      session.handle.state, Self.channel, queueName, exchangeName, key, table)
    try conclude(session, "binding the queue \(queue) to \(exchange)")
  }

  /// Removes a binding that was made without arguments; it is no fault when there is none.
  package func unbind(
    queue: String, exchange: String, routingKey: String
  ) throws(AMQPError) {
    let session = try openSession()
    defer { session.pool.recycle() }
    let queueName = try unsafe session.pool.bytes(queue)
    let exchangeName = try unsafe session.pool.bytes(exchange)
    let key = try unsafe session.pool.bytes(routingKey)
    _ = unsafe amqp_queue_unbind(
      session.handle.state, Self.channel, queueName, exchangeName, key, amqp_empty_table)
    try conclude(session, "unbinding the queue \(queue) from \(exchange)")
  }

  package func deleteQueue(_ name: String) throws(AMQPError) {
    let session = try openSession()
    defer { session.pool.recycle() }
    let bytes = try unsafe session.pool.bytes(name)
    _ = unsafe amqp_queue_delete(session.handle.state, Self.channel, bytes, 0, 0)
    try conclude(session, "deleting the queue \(name)")
  }

  /// Takes the first message of a queue, to be settled with ``acknowledge(_:)`` or
  /// ``negativelyAcknowledge(_:requeue:)``.
  ///
  /// - Returns: `nil` when the queue is empty.
  package func get(_ queue: String) throws(AMQPError) -> Delivery? {
    let session = try openSession()
    let operation = "fetching from the queue \(queue)"
    do throws(AMQPError) {
      try session.get(queue: queue, channel: Self.channel)
      let deadline = MonotonicInstant.now.advanced(by: configuration.replyTimeout)
      while let incoming = try session.next(before: deadline) {
        switch incoming {
        case .message(let message, Self.channel):
          if let delivery = delivery(message, queue: queue) { return delivery }
        case .method(.fetchedNothing, _): return nil
        case .method(.channelClosed(let reply), _):
          try session.confirmChannelClose(Self.channel)
          throw .channelClosed(reply)
        case .method(.connectionClosed(let reply), _):
          try session.confirmConnectionClose()
          throw .connectionClosed(reply)
        case .message, .method: continue
        }
      }
      throw AMQPError(status: AMQP_STATUS_TIMEOUT.rawValue, operation: operation)
    } catch {
      throw forget(error)
    }
  }

  package func acknowledge(_ tag: DeliveryTag) throws(AMQPError) {
    let session = try session(for: tag)
    do throws(AMQPError) {
      try session.acknowledge(tag.number, multiple: false, channel: Self.channel)
    } catch {
      throw forget(error)
    }
  }

  package func negativelyAcknowledge(_ tag: DeliveryTag, requeue: Bool) throws(AMQPError) {
    let session = try session(for: tag)
    do throws(AMQPError) {
      try session.negativelyAcknowledge(tag.number, requeue: requeue, channel: Self.channel)
    } catch {
      throw forget(error)
    }
  }

  /// Sends connection.close and waits for the answer: the broker has then seen every settlement.
  package func close() throws(AMQPError) {
    guard let session else { return }
    self.session = nil
    isChannelOpen = false
    try session.close()
  }

  func openSession() throws(AMQPError) -> BrokerSession {
    guard let session else { throw .notConnected }
    if !isChannelOpen {
      _ = unsafe amqp_channel_open(session.handle.state, Self.channel)
      try conclude(session, "opening a channel")
      isChannelOpen = true
      epoch += 1
    }
    return session
  }

  /// Deliveries of the channel before can no longer be settled.
  func channelWasReopened() { epoch += 1 }

  private func session(for tag: DeliveryTag) throws(AMQPError) -> BrokerSession {
    guard let session, isChannelOpen, tag.epoch == epoch else { throw .notConnected }
    return session
  }

  /// Looks at the answer to the call just made.
  private func conclude(_ session: BrokerSession, _ operation: String) throws(AMQPError) {
    let reply = unsafe amqp_get_rpc_reply(session.handle.state)
    do throws(AMQPError) {
      try unsafe session.check(reply, operation)
      unsafe amqp_maybe_release_buffers(session.handle.state)
    } catch {
      if case .channelClosed = error {
        try session.confirmChannelClose(Self.channel)
      }
      throw forget(error)
    }
  }

  /// A refusal ends the channel; anything else ends the connection.
  func forget(_ error: AMQPError) -> AMQPError {
    isChannelOpen = false
    if case .channelClosed = error { return error }
    session = nil
    return error
  }

  private func delivery(_ message: AssembledMessage, queue: String) -> Delivery? {
    guard case .fetched(let number, let isRedelivered, let exchange, let routingKey) = message.head
    else { return nil }
    return Delivery(
      queue: queue, tag: DeliveryTag(epoch: epoch, channel: Self.channel, number: number),
      isRedelivered: isRedelivered, exchange: exchange, routingKey: routingKey,
      properties: message.properties, body: message.body, bodySize: message.bodySize,
      isTruncated: message.isTruncated)
  }
}
