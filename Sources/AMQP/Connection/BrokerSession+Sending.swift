import CRabbitMQ

/// Methods are only sent here; the broker's answers are read by ``next(budget:)`` like everything
/// else, so that nothing waits for an answer while deliveries arrive.
extension BrokerSession {
  func openChannel(_ channel: UInt16) throws(AMQPError) {
    var method = unsafe amqp_channel_open_t(out_of_band: amqp_empty_bytes)
    try unsafe send(&method, AMQP_CHANNEL_OPEN_METHOD, channel)
  }

  /// Agrees to the broker's closing of a channel; afterwards the number is free again.
  func confirmChannelClose(_ channel: UInt16) throws(AMQPError) {
    var method = amqp_channel_close_ok_t(dummy: 0)
    try send(&method, AMQP_CHANNEL_CLOSE_OK_METHOD, channel)
    assembler.reset(channel: channel)
  }

  func confirmConnectionClose() throws(AMQPError) {
    var method = amqp_connection_close_ok_t(dummy: 0)
    try send(&method, AMQP_CONNECTION_CLOSE_OK_METHOD, 0)
  }

  func selectConfirms(_ channel: UInt16) throws(AMQPError) {
    var method = amqp_confirm_select_t(nowait: 0)
    try send(&method, AMQP_CONFIRM_SELECT_METHOD, channel)
  }

  func declare(_ queue: QueueDeclaration, channel: UInt16) throws(AMQPError) {
    defer { pool.recycle() }
    var method = try unsafe queue.method(pool)
    try unsafe send(&method, AMQP_QUEUE_DECLARE_METHOD, channel)
  }

  func bind(
    queue: String, exchange: String, routingKey: String, channel: UInt16
  ) throws(AMQPError) {
    defer { pool.recycle() }
    var method = unsafe amqp_queue_bind_t()
    unsafe method.queue = try pool.bytes(queue)
    unsafe method.exchange = try pool.bytes(exchange)
    unsafe method.routing_key = try pool.bytes(routingKey)
    try unsafe send(&method, AMQP_QUEUE_BIND_METHOD, channel)
  }

  func setPrefetch(_ count: UInt16, channel: UInt16) throws(AMQPError) {
    var method = amqp_basic_qos_t(prefetch_size: 0, prefetch_count: count, global: 0)
    try send(&method, AMQP_BASIC_QOS_METHOD, channel)
  }

  /// The consumer's tag is the channel's number: one consumer a channel.
  func consume(
    queue: String, arguments: HeaderTable = [:], channel: UInt16
  ) throws(AMQPError) {
    defer { pool.recycle() }
    var method = unsafe amqp_basic_consume_t()
    unsafe method.queue = try pool.bytes(queue)
    unsafe method.consumer_tag = try pool.bytes(String(channel))
    unsafe method.arguments = try pool.table(arguments)
    try unsafe send(&method, AMQP_BASIC_CONSUME_METHOD, channel)
  }

  func cancelConsumer(channel: UInt16) throws(AMQPError) {
    defer { pool.recycle() }
    var method = unsafe amqp_basic_cancel_t()
    unsafe method.consumer_tag = try pool.bytes(String(channel))
    try unsafe send(&method, AMQP_BASIC_CANCEL_METHOD, channel)
  }

  func get(queue: String, channel: UInt16) throws(AMQPError) {
    defer { pool.recycle() }
    var method = unsafe amqp_basic_get_t()
    unsafe method.queue = try pool.bytes(queue)
    try unsafe send(&method, AMQP_BASIC_GET_METHOD, channel)
  }

  func acknowledge(_ number: UInt64, multiple: Bool, channel: UInt16) throws(AMQPError) {
    let status = unsafe amqp_basic_ack(handle.state, channel, number, multiple ? 1 : 0)
    try check(status, "acknowledging")
  }

  func negativelyAcknowledge(
    _ number: UInt64, requeue: Bool, channel: UInt16
  ) throws(AMQPError) {
    let status = unsafe amqp_basic_nack(handle.state, channel, number, 0, requeue ? 1 : 0)
    try check(status, "rejecting")
  }

  /// Puts one message on the wire. Any error leaves the connection unusable: the method frame may
  /// already be out while the header is not.
  func publish(_ message: OutgoingMessage, channel: UInt16) throws(AMQPError) {
    defer { pool.recycle() }
    let exchange = try unsafe pool.bytes(message.exchange)
    let routingKey = try unsafe pool.bytes(message.routingKey)
    var properties = try unsafe pool.properties(message.properties)
    let status = unsafe message.body.withUnsafeBytes { body in
      // The library only reads through this pointer; its type has no const.
      let bytes = unsafe amqp_bytes_t(
        len: body.count, bytes: UnsafeMutableRawPointer(mutating: body.baseAddress))
      return unsafe amqp_basic_publish(
        handle.state, channel, exchange, routingKey, message.isMandatory ? 1 : 0, 0, &properties,
        bytes)
    }
    try check(status, "publishing")
  }

  /// Publishes a message that the broker refuses whoever sends it: its expiration is no number.
  func publishInvalid(to exchange: String, channel: UInt16) throws(AMQPError) {
    defer { pool.recycle() }
    let name = try unsafe pool.bytes(exchange)
    var properties = try unsafe pool.properties(MessageProperties(expiration: "never"))
    let status = unsafe amqp_basic_publish(
      handle.state, channel, name, amqp_empty_bytes, 0, 0, &properties, amqp_empty_bytes)
    try check(status, "publishing")
  }

  /// Whether the message's properties fit into one frame of the agreed size, which the library checks
  /// only after it has sent the frame before.
  func fits(_ message: OutgoingMessage) -> Bool {
    message.propertiesSize + 8 <= frameLimit
  }

  private func send<Method>(
    _ method: inout Method, _ id: UInt32, _ channel: UInt16
  ) throws(AMQPError) {
    let status = unsafe withUnsafeMutablePointer(to: &method) { pointer in
      unsafe amqp_send_method(handle.state, channel, id, pointer)
    }
    try check(status, "sending to \(host)")
  }
}
