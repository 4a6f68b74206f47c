internal import CRabbitMQ

/// The C library underneath.
package enum AMQPLibrary {
  /// Of the library that is loaded: `0.11.0`.
  package static var version: String { unsafe String(cString: amqp_version()) }
}
