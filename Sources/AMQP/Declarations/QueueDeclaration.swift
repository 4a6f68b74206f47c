import CRabbitMQ

/// What queue.declare says.
package struct QueueDeclaration: Sendable, Equatable {
  package var name: String
  /// Only asks whether the queue is there: needs no permission to configure it and ignores the rest.
  package var isPassive = false
  package var isDurable = true
  /// Belongs to one connection and goes away with it.
  package var isExclusive = false
  package var isAutoDeleted = false
  package var arguments: HeaderTable = [:]

  package init(
    name: String, isPassive: Bool = false, isDurable: Bool = true, isExclusive: Bool = false,
    isAutoDeleted: Bool = false, arguments: HeaderTable = [:]
  ) {
    self.name = name
    self.isPassive = isPassive
    self.isDurable = isDurable
    self.isExclusive = isExclusive
    self.isAutoDeleted = isAutoDeleted
    self.arguments = arguments
  }

  /// The method, in the pool's memory.
  func method(_ pool: borrowing WirePool) throws(AMQPError) -> amqp_queue_declare_t {
    var method = unsafe amqp_queue_declare_t()
    unsafe method.queue = try pool.bytes(name)
    unsafe method.passive = isPassive ? 1 : 0
    unsafe method.durable = isDurable ? 1 : 0
    unsafe method.exclusive = isExclusive ? 1 : 0
    unsafe method.auto_delete = isAutoDeleted ? 1 : 0
    unsafe method.arguments = try pool.table(arguments)
    return unsafe method
  }
}
