import AMQP
import CivilTime
import Worker

/// Whether the broker is there, is one that a worker can use, and takes messages now.
struct BrokerChecks {
  let broker: OperatorBroker

  /// RabbitMQ 3.10 is the first whose quorum queues dead-letter at least once.
  static let leastVersion = [3, 10]
  /// Days left of a certificate from which on it is worth a look, and from which on it is urgent.
  static let warnedDays: Int64 = 30
  static let urgentDays: Int64 = 7

  enum Result {
    /// Nothing more can be asked.
    case absent([DoctorCheck])
    /// `takesMessages`: whether more can be asked by publishing.
    case present([DoctorCheck], takesMessages: Bool)
  }

  func examine() async -> Result {
    let connection: CommandConnection
    let identity: BrokerIdentity
    do throws(AMQPError) {
      connection = try await broker.connect()
      identity = try await connection.identity()
    } catch {
      return .absent([Self.check(of: error, at: broker.access)])
    }
    var checks = [
      DoctorCheck.fine(.broker, "reachable", "\(broker.access.url)"),
      Self.version(identity.product, identity.version),
      Self.encryption(until: identity.certificateEnd, at: broker.access, now: .now()),
      .notChecked(
        .broker, "clock", "AMQP does not tell the broker's time",
        .command("date -u # on both machines: they may differ by 2 s")),
    ]
    do throws(AMQPError) {
      let answer = try await connection.probePublishing(to: ExchangeName.default)
      checks.append(Self.alarm(answer))
      // Of a connection that is blocked the broker reads no farewell either.
      if case .blocked = answer { return .present(checks, takesMessages: false) }
      try await connection.close()
    } catch {
      checks.append(.notChecked(.broker, "alarms", "\(error)", Self.alarmCommand))
    }
    return .present(checks, takesMessages: true)
  }

  /// What a connection that did not come about says. A broker that answers and refuses is not away.
  static func check(of error: AMQPError, at access: BrokerAccess) -> DoctorCheck {
    let advice = BrokerAdvice.advice(for: error).map { DoctorCheck.Repair.advice($0) }
    switch error {
    case .certificate, .wrongHostName, .invalidTLSFile:
      let files: [ConfigurationVariable] = [.certificateAuthorities, .certificate, .privateKey]
      return .failed(
        .broker, "TLS", "\(error)",
        advice ?? .advice("check \(files.map(\.rawValue).joined(separator: ", "))"))
    case .connectionClosed, .channelClosed, .tooFewChannels:
      return .failed(
        .broker, "reachable", "\(access.url): \(error)",
        advice ?? .advice("check \(ConfigurationVariable.brokerAddress.rawValue)"))
    case .unreachable, .library, .unexpectedFrame, .outOfMemory, .system, .stalled, .notConnected:
      return .unavailable(
        .broker, "reachable", "\(access.url): \(error)",
        .advice(
          "start it (systemctl start rabbitmq-server), or correct \(ConfigurationVariable.brokerAddress.rawValue)"
        ))
    }
  }

  static func version(_ product: String, _ version: String) -> DoctorCheck {
    let name = "\(product) \(version)"
    let numbers = version.split(separator: ".").map { Int($0) ?? 0 }
    guard product == "RabbitMQ", numbers.count >= 2 else {
      return .notice(.broker, "version", "\(name) is not known; RabbitMQ 3.10 or newer is")
    }
    guard !numbers.lexicographicallyPrecedes(leastVersion) else {
      return .failed(
        .broker, "version", "\(name) is too old; 3.10 is the least",
        .advice("upgrade the broker to RabbitMQ 3.10 or newer"))
    }
    return .fine(.broker, "version", name)
  }

  /// `end`: of the first certificate of the chain that expires, in seconds since 1970.
  static func encryption(
    until end: Int64?, at access: BrokerAccess, now: UTCInstant
  ) -> DoctorCheck {
    guard access.url.usesTLS else {
      let isLocal = access.url.hosts.allSatisfy {
        ["localhost", "127.0.0.1", "::1"].contains($0.name)
      }
      return isLocal
        ? .fine(.broker, "TLS", "none, on this machine only")
        : .notice(
          .broker, "TLS", "none: passwords and invoices cross the network in the clear",
          .advice(
            "let \(ConfigurationVariable.brokerAddress.rawValue) begin with amqps://, and name the TLS port"
          ))
    }
    guard let end else {
      return .notice(.broker, "TLS", "verified; the certificate does not say when it expires")
    }
    let days = (end - now.microsecondsSince1970 / 1_000_000) / 86_400
    let renewal = DoctorCheck.Repair.advice("renew the broker's certificate")
    switch days {
    case ..<urgentDays:
      return .failed(
        .broker, "TLS", "the certificate expires in \(RunWords.count(days, "day"))", renewal)
    case ..<warnedDays:
      return .notice(
        .broker, "TLS", "the certificate expires in \(RunWords.count(days, "day"))", renewal)
    default:
      return .fine(
        .broker, "TLS", "verified; the certificate is valid for \(RunWords.count(days, "day"))")
    }
  }

  private static let alarmCommand = DoctorCheck.Repair.command(
    "rabbitmq-diagnostics check_local_alarms")

  static func alarm(_ answer: CommandConnection.ProbedRight) -> DoctorCheck {
    switch answer {
    case .granted: .fine(.broker, "alarms", "none: it takes messages")
    case .blocked(let reason):
      .failed(
        .broker, "alarms", "it takes no messages: \(reason)",
        .command("rabbitmq-diagnostics status # what is short; then make room for it"))
    case .refused, .missing, .unclear:
      .notChecked(.broker, "alarms", "this user may not publish", alarmCommand)
    }
  }
}
