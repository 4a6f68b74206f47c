import AMQP

/// What an operator can tell a worker that runs, besides to end.
extension WorkerRuntime {
  package enum Control: Sendable {
    /// Take nothing more, and finish what has begun.
    case quiet
    /// Take requests again.
    case resume
    /// Connect to the broker anew, as this says.
    case renew(BrokerAccess)
  }

  /// How long what has begun may take before the connection that it came over is made anew all the same.
  private static let longestSettling = Duration.seconds(20)
  /// How long the first connection may take to stand again before it is the other's turn.
  private static let longestConnecting = Duration.seconds(20)
  private static let look = Duration.milliseconds(50)

  /// Obeyed one after the other. May be called from any thread.
  package func control(_ control: Control) { controls.continuation.yield(control) }

  func obeyControls() async {
    for await control in controls.stream {
      switch control {
      case .quiet: await gate.hold(.quiet)
      case .resume: await gate.release(.quiet)
      case .renew(let access): await renew(access)
      }
    }
  }

  /// One connection after the other: events are published while the first is made, requests are taken while the second is.
  private func renew(_ renewed: BrokerAccess) async {
    do throws(AMQPError) {
      try await Self.tryOut(renewed.configuration(name: "\(configuration.name) renew"))
    } catch {
      log.write(
        .renewalRefused,
        ["error": LogValue(error)])
      return
    }
    access.replace(with: renewed)
    await gate.hold(.renewal)
    await wait(for: Self.longestSettling) { await !self.consumer.hasUnsettled }
    await consumer.reconnect(with: renewed.configuration(name: "\(configuration.name) consume"))
    await gate.release(.renewal)
    await wait(for: Self.longestConnecting) { self.consumer.state.isReady }
    await publisher.reconnect(with: renewed.configuration(name: "\(configuration.name) publish"))
  }

  private static func tryOut(_ configuration: ConnectionConfiguration) async throws(AMQPError) {
    try configuration.loadTLSFiles()
    let connection = try CommandConnection(configuration: configuration)
    try await connection.connect()
    try await connection.close()
  }

  private func wait(for limit: Duration, until isDone: () async -> Bool) async {
    let deadline = ContinuousClock.now + limit
    while !Task.isCancelled, ContinuousClock.now < deadline, await !isDone() {
      do { try await Task.sleep(for: Self.look) } catch { return }
    }
  }
}
