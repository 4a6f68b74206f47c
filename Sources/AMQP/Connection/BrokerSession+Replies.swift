import CRabbitMQ

extension BrokerSession {
  /// Throws unless the library's reply is a normal one, with the broker's code and text if it closed
  /// the channel or the connection.
  func check(_ reply: amqp_rpc_reply_t, _ operation: String) throws(AMQPError) {
    switch unsafe reply.reply_type {
    case AMQP_RESPONSE_NORMAL:
      return
    case AMQP_RESPONSE_SERVER_EXCEPTION:
      throw unsafe Self.refusal(reply.reply, operation)
    case AMQP_RESPONSE_LIBRARY_EXCEPTION:
      try check(unsafe reply.library_error, operation)
    default:
      break
    }
    // "None" means that the broker hung up; a library error of zero does not exist.
    throw AMQPError(status: AMQP_STATUS_SOCKET_CLOSED.rawValue, operation: operation)
  }

  private static func refusal(_ method: amqp_method_t, _ operation: String) -> AMQPError {
    guard let decoded = unsafe method.decoded else {
      return AMQPError(status: AMQP_STATUS_UNEXPECTED_STATE.rawValue, operation: operation)
    }
    switch unsafe method.id {
    case AMQP_CONNECTION_CLOSE_METHOD:
      let close = unsafe decoded.assumingMemoryBound(to: amqp_connection_close_t.self).pointee
      return unsafe .connectionClosed(
        BrokerReply(code: close.reply_code, text: String(copying: close.reply_text)))
    case AMQP_CHANNEL_CLOSE_METHOD:
      let close = unsafe decoded.assumingMemoryBound(to: amqp_channel_close_t.self).pointee
      return unsafe .channelClosed(
        BrokerReply(code: close.reply_code, text: String(copying: close.reply_text)))
    default:
      return AMQPError(status: AMQP_STATUS_WRONG_METHOD.rawValue, operation: operation)
    }
  }
}
