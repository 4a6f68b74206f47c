package import AMQP

/// What a person does about a broker's refusal: said the same by the worker's log and by the commands.
package enum BrokerAdvice {
  /// A clause to end a sentence with; nil where nothing is known to help.
  package static func advice(for reply: BrokerReply) -> String? {
    switch reply.code {
    case BrokerReply.notFound:
      "declare the broker objects: run `invoice-worker topology apply`"
    case BrokerReply.accessRefused:
      "give the user the permission, or name another in AMQP_URL"
    case notAllowed where reply.text.contains("not found"):
      """
      the virtual host does not exist: create it with `rabbitmqctl add_vhost`, or name another in AMQP_URL, \
      then run `invoice-worker topology apply`
      """
    case notAllowed:
      "give the user permissions in this virtual host with `rabbitmqctl set_permissions`, or name others in AMQP_URL"
    default: nil
    }
  }

  /// How RabbitMQ refuses a virtual host (AMQP 0-9-1, 1.2: 530), missing or forbidden: only its text tells which.
  private static let notAllowed: UInt16 = 530
}
