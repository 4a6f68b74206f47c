import CRabbitMQ

/// Owns the library's connection: its buffers, its socket and, with TLS, its session.
///
/// Safe to hold: the pointer is valid from `init` to `deinit`, and nothing else frees it.
@safe
struct BrokerHandle: ~Copyable {
  let state: amqp_connection_state_t

  init() throws(AMQPError) {
    guard let state = unsafe amqp_new_connection() else {
      throw .outOfMemory(operation: "amqp_new_connection")
    }
    unsafe self.state = unsafe state
  }

  deinit {
    // Closes the socket too. Does not send connection.close; callers do that first.
    _ = unsafe amqp_destroy_connection(state)
  }
}
