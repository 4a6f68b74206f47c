package import AMQP

/// What a person does about a broker's refusal: said the same by the worker's log and by the commands.
package enum BrokerAdvice {
  /// A clause to end a sentence with; nil where nothing is known to help.
  package static func advice(for error: AMQPError) -> String? {
    switch error {
    case .connectionClosed(let reply), .channelClosed(let reply): advice(for: reply)
    case .tooFewChannels: tooFewChannels
    case .certificate(let fault): advice(for: fault)
    case .wrongHostName:
      "name the broker in \(address) as its certificate does, or give it a certificate for this name"
    case .unreachable, .library, .invalidTLSFile, .unexpectedFrame, .outOfMemory, .system,
      .stalled, .notConnected:
      nil
    }
  }

  private static func advice(for fault: CertificateFault) -> String {
    switch fault {
    case .expired: "renew the broker's certificate, and see that the clock of this machine is right"
    case .notYetValid: "see that the clock of this machine is right, or wait until it is valid"
    case .unknownAuthority:
      "name the file of the authority that signed it in \(ConfigurationVariable.certificateAuthorities.rawValue)"
    case .other: "give the broker a certificate that can be verified"
    }
  }

  private static let address = ConfigurationVariable.brokerAddress.rawValue

  private static let tooFewChannels =
    "the broker allows too few channels: raise channel_max in rabbitmq.conf, or the user's limit with `rabbitmqctl set_user_limits`"

  /// A clause to end a sentence with; nil where nothing is known to help.
  ///
  /// The reply code alone says little: RabbitMQ gives 403, 406 and 530 each for several causes, and only its text
  /// says which.
  package static func advice(for reply: BrokerReply) -> String? {
    let text = reply.text
    func says(_ words: String) -> Bool { text.contains(words) }
    return switch reply.code {
    case BrokerReply.accessRefused where says("can only connect via localhost"):
      "this user may sign in from the broker's own machine only: create another with `rabbitmqctl add_user`, and name it in AMQP_URL"
    case BrokerReply.accessRefused where says("Login was refused"):
      "the user name or password is wrong: correct it in AMQP_URL"
    case BrokerReply.notFound:
      "declare the broker objects: run `invoice-worker topology apply`"
    case BrokerReply.accessRefused:
      "give the user the permission, or name another in AMQP_URL"
    case resourceLocked:
      "another connection uses the queue exclusively: end it first"
    case BrokerReply.preconditionFailed where says("limit") && says("is reached"):
      "the virtual host may have no more queues: raise its limit with `rabbitmqctl set_vhost_limits`, or delete queues that are not needed"
    case BrokerReply.preconditionFailed where says("inequivalent arg"):
      "an object of this name exists with other arguments: delete it when it is empty, and apply again"
    case BrokerReply.preconditionFailed where says("message size"):
      "the broker takes no message of this size: raise max_message_size in rabbitmq.conf, 16 MiB are enough"
    case notAllowed where says("channel"): tooFewChannels
    case notAllowed where says("connection limit") || says("limit") && says("is reached"):
      "the broker takes no more connections for this user, virtual host or node: raise the limit that it names, or end connections that are not needed"
    case notAllowed where says("not found"):
      """
      the virtual host does not exist: create it with `rabbitmqctl add_vhost`, or name another in AMQP_URL, \
      then run `invoice-worker topology apply`
      """
    case notAllowed:
      "give the user permissions in this virtual host with `rabbitmqctl set_permissions`, or name others in AMQP_URL"
    default: nil
    }
  }

  /// AMQP 0-9-1, 1.2.
  private static let resourceLocked: UInt16 = 405
  /// How RabbitMQ refuses a virtual host, missing or forbidden, and one connection or channel too many.
  private static let notAllowed: UInt16 = 530
}
