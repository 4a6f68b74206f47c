import Testing

@testable import Worker

@Suite(.timeLimit(.minutes(10))) struct DrainSignalTests {
  @Test func `everyone who waits is woken, and whoever comes later does not wait`() async {
    let signal = DrainSignal()
    #expect(!signal.isRequested)
    await withTaskGroup { group in
      for _ in 0..<50 { group.addTask { await signal.wait() } }
      group.addTask { signal.request() }
    }
    #expect(signal.isRequested)
    await signal.wait()
    signal.request()
    #expect(signal.isRequested)
  }

  @Test func `a cancelled task does not wait, before or after it began`() async {
    let signal = DrainSignal()
    let early = Task {
      while !Task.isCancelled { await Task.yield() }
      await signal.wait()
    }
    let late = Task { await signal.wait() }
    early.cancel()
    await Task.yield()
    late.cancel()
    await early.value
    await late.value
    #expect(!signal.isRequested)
  }
}
