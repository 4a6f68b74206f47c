import CRabbitMQ
import Glibc

extension BrokerSession {
  /// The next method or complete message that can be had without waiting.
  ///
  /// - Parameter budget: frames that may still be read in this pass; counted down.
  /// - Returns: `nil` when nothing more is there now, or the budget is used up. Only when the budget
  ///   is left may the caller wait on the socket: the library, or TLS, may hold data that a wait on
  ///   the socket would not notice.
  /// - Throws: when the connection is lost (also by a missed heartbeat) or the peer breaks the protocol.
  func next(budget: inout Int) throws(AMQPError) -> Incoming? {
    while budget > 0 {
      var noWait = timeval()
      let status = unsafe amqp_simple_wait_frame_noblock(handle.state, &frame, &noWait)
      if status == AMQP_STATUS_TIMEOUT.rawValue { return nil }
      try check(status, "reading from \(host)")
      budget -= 1
      // What the frame points to is copied below, and the library may use its memory again.
      defer { unsafe amqp_maybe_release_buffers_on_channel(handle.state, frame.channel) }
      if let incoming = try decode() { return incoming }
    }
    return nil
  }

  /// Like ``next(budget:)``, but waits for something until the deadline.
  ///
  /// - Returns: `nil` when the deadline passed.
  func next(before deadline: MonotonicInstant) throws(AMQPError) -> Incoming? {
    while true {
      var budget = Int.max
      if let incoming = try next(budget: &budget) { return incoming }
      let remaining = MonotonicInstant.now.duration(to: deadline).wholeNanoseconds
      guard remaining > 0 else { return nil }
      var descriptor = pollfd(fd: self.descriptor, events: Int16(POLLIN), revents: 0)
      _ = unsafe poll(&descriptor, 1, Int32(clamping: remaining / 1_000_000 + 1))
    }
  }

  private func decode() throws(AMQPError) -> Incoming? {
    let channel = unsafe frame.channel
    do throws(FrameError) {
      switch unsafe UInt32(clamping: frame.frame_type) {
      case UInt32(AMQP_FRAME_METHOD):
        if let head = messageHead() {
          try assembler.begin(head, channel: channel)
          return nil
        }
        return .method(method(), channel: channel)
      case UInt32(AMQP_FRAME_HEADER):
        return try header(channel).map { .message($0, channel: channel) }
      case UInt32(AMQP_FRAME_BODY):
        let fragment = unsafe frame.payload.body_fragment
        let bytes = unsafe UnsafeBufferPointer(
          start: fragment.bytes?.assumingMemoryBound(to: UInt8.self), count: fragment.len)
        return try unsafe assembler.body(bytes.span, channel: channel).map {
          .message($0, channel: channel)
        }
      default:
        return nil
      }
    } catch {
      throw .unexpectedFrame(error)
    }
  }

  private func header(_ channel: UInt16) throws(FrameError) -> AssembledMessage? {
    let payload = unsafe frame.payload.properties
    guard
      let decoded = unsafe payload.decoded?.assumingMemoryBound(
        to: amqp_basic_properties_t.self)
    else { throw .headerWithoutMethod(channel: channel) }
    return try assembler.header(
      bodySize: unsafe payload.body_size,
      properties: unsafe MessageProperties(copying: decoded.pointee, strings: &strings),
      channel: channel)
  }

  /// The method as the beginning of a message, if it is one.
  private func messageHead() -> MessageHead? {
    switch unsafe frame.payload.method.id {
    case AMQP_BASIC_DELIVER_METHOD:
      let method = unsafe decoded(amqp_basic_deliver_t.self)
      return unsafe .delivery(
        number: method.delivery_tag, isRedelivered: method.redelivered != 0,
        exchange: strings.text(method.exchange, at: .exchange),
        routingKey: strings.text(method.routing_key, at: .routingKey))
    case AMQP_BASIC_GET_OK_METHOD:
      let method = unsafe decoded(amqp_basic_get_ok_t.self)
      return unsafe .fetched(
        number: method.delivery_tag, isRedelivered: method.redelivered != 0,
        exchange: strings.text(method.exchange, at: .exchange),
        routingKey: strings.text(method.routing_key, at: .routingKey))
    case AMQP_BASIC_RETURN_METHOD:
      let method = unsafe decoded(amqp_basic_return_t.self)
      return unsafe .returned(
        BrokerReply(code: method.reply_code, text: String(copying: method.reply_text)),
        exchange: strings.text(method.exchange, at: .exchange),
        routingKey: strings.text(method.routing_key, at: .routingKey))
    default:
      return nil
    }
  }

  private func method() -> IncomingMethod {
    let id = unsafe frame.payload.method.id
    switch id {
    case AMQP_BASIC_ACK_METHOD:
      let method = decoded(amqp_basic_ack_t.self)
      return .acknowledged(number: method.delivery_tag, multiple: method.multiple != 0)
    case AMQP_BASIC_NACK_METHOD:
      let method = decoded(amqp_basic_nack_t.self)
      return .negativelyAcknowledged(number: method.delivery_tag, multiple: method.multiple != 0)
    case AMQP_CHANNEL_OPEN_OK_METHOD: return .channelOpened
    case AMQP_CHANNEL_CLOSE_METHOD:
      let method = unsafe decoded(amqp_channel_close_t.self)
      return unsafe .channelClosed(
        BrokerReply(code: method.reply_code, text: String(copying: method.reply_text)))
    case AMQP_CHANNEL_CLOSE_OK_METHOD: return .channelCloseConfirmed
    case AMQP_QUEUE_DECLARE_OK_METHOD:
      let method = unsafe decoded(amqp_queue_declare_ok_t.self)
      return unsafe .queueDeclared(name: String(copying: method.queue))
    case AMQP_QUEUE_BIND_OK_METHOD: return .queueBound
    case AMQP_BASIC_QOS_OK_METHOD: return .prefetchSet
    case AMQP_BASIC_CONSUME_OK_METHOD: return .consumerStarted
    case AMQP_BASIC_CANCEL_OK_METHOD: return .consumerStopped
    case AMQP_BASIC_CANCEL_METHOD: return .consumerCancelled
    case AMQP_CONFIRM_SELECT_OK_METHOD: return .confirmsSelected
    case AMQP_BASIC_GET_EMPTY_METHOD: return .fetchedNothing
    case AMQP_CONNECTION_BLOCKED_METHOD:
      return unsafe .blocked(
        reason: String(copying: decoded(amqp_connection_blocked_t.self).reason))
    case AMQP_CONNECTION_UNBLOCKED_METHOD: return .unblocked
    case AMQP_CONNECTION_CLOSE_METHOD:
      let method = unsafe decoded(amqp_connection_close_t.self)
      return unsafe .connectionClosed(
        BrokerReply(code: method.reply_code, text: String(copying: method.reply_text)))
    default: return .other(id)
    }
  }

  /// The decoded method. The library allocates it with the type that belongs to the method's id,
  /// which the caller has just compared.
  private func decoded<Method>(_: Method.Type) -> Method {
    unsafe frame.payload.method.decoded.assumingMemoryBound(to: Method.self).pointee
  }
}
