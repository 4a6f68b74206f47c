import Testing

extension RunningSystem {
  /// Stops workers in order, and lets others finish what they gave back: a worker that is stopped while it holds
  /// repeated deliveries returns them. Afterwards the queues are empty and every event is sent.
  package func finish(stopping workers: [WorkerProcess]) async throws {
    try await awaitEmptyQueues()
    let checker = OutcomeChecker(self)
    try checker.endLeases()
    try await checker.awaitPublished()
    try await end(workers)
    while try await !queuesAreEmpty() {
      let last = try startProcess("last")
      try await awaitEmptyQueues()
      try checker.endLeases()
      try await checker.awaitPublished()
      try await end([last])
    }
    #expect(try countUnsent() == 0)
  }

  private func end(_ workers: [WorkerProcess]) async throws {
    for worker in workers { worker.terminate() }
    for worker in workers { #expect(try await worker.end().status == 0) }
  }
}
