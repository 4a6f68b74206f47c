import AMQP
import Worker

/// Whether the user of the broker may do what a worker does, and no more: asked without doing any of it.
struct RightsChecks {
  let broker: OperatorBroker

  /// Nobody has a queue of this name, and none is made.
  private static let probedQueue = "invoice-worker.doctor"

  func examine() async -> [DoctorCheck] {
    do throws(AMQPError) {
      let connection = try await broker.connect()
      let checks = try await checks(over: connection)
      try await connection.close()
      return checks
    } catch {
      return [.notChecked(.rights, "permissions", "\(error)", repair)]
    }
  }

  private func checks(over connection: CommandConnection) async throws(AMQPError) -> [DoctorCheck] {
    var lacking: [String] = []
    var unclear: [String] = []
    func note(_ right: CommandConnection.ProbedRight, _ words: String) {
      switch right {
      case .granted: break
      case .refused: lacking.append(words)
      case .missing, .blocked, .unclear: unclear.append(words)
      }
    }
    for exchange in WorkerRights.publishing {
      note(
        try await connection.probePublishing(to: exchange),
        "publish to \(exchange.isEmpty ? "the default exchange" : exchange)")
    }
    for queue in WorkerRights.consuming {
      note(try await connection.probeConsuming(from: queue), "consume from \(queue)")
    }
    var surplus: [String] = []
    if try await connection.probeDeclaring(Self.probedQueue) == .granted {
      surplus.append("declare queues")
    }
    for exchange in WorkerRights.foreignExchanges
    where try await connection.probePublishing(to: exchange) == .granted {
      surplus.append("publish to \(exchange)")
    }
    for queue in WorkerRights.foreignQueues
    where try await connection.probeConsuming(from: queue) == .granted {
      surplus.append("consume from \(queue)")
    }
    return [nothingLess(lacking, unclear), nothingMore(surplus)]
  }

  private func nothingLess(_ lacking: [String], _ unclear: [String]) -> DoctorCheck {
    let user = broker.access.url.user
    if !lacking.isEmpty {
      return .failed(
        .rights, "nothing less", "\(user) may not \(lacking.joined(separator: ", "))", repair)
    }
    guard unclear.isEmpty else {
      return .notChecked(
        .rights, "nothing less", "there is nothing to \(unclear.joined(separator: ", "))",
        .topologyApply)
    }
    return .fine(.rights, "nothing less", "\(user) may do all that a worker does")
  }

  private func nothingMore(_ surplus: [String]) -> DoctorCheck {
    let user = broker.access.url.user
    guard !surplus.isEmpty else {
      return .fine(.rights, "nothing more", "\(user) may do nothing else")
    }
    return .failed(
      .rights, "nothing more",
      "\(user) may also \(surplus.joined(separator: ", ")), which no worker needs", repair)
  }

  private var repair: DoctorCheck.Repair {
    let url = broker.access.url
    let words = [
      "-p", url.virtualHost, url.user, WorkerRights.configure, WorkerRights.write,
      WorkerRights.read,
    ]
    return .command(
      "rabbitmqctl set_permissions " + words.map(Self.quoted).joined(separator: " "))
  }

  /// As a shell takes it for one word.
  private static func quoted(_ word: String) -> String {
    let plain = word.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "/"), UInt8(ascii: "."):
        true
      default: false
      }
    }
    return plain && !word.isEmpty ? word : "'" + word.replacing("'", with: #"'\''"#) + "'"
  }
}
