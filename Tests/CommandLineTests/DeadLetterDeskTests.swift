import Dispatch
import TestSupport
import Testing
import Worker

@testable import invoice_worker

@Suite("The page's desk of dead letters")
struct DeadLetterDeskTests {
  @Test("While something is under way nobody looks in the queue and nothing else begins")
  func underWay() async throws {
    let environment = ["DATABASE_URL": "sqlite::memory:", "AMQP_URL": "amqp://127.0.0.1:1/"]
    let configuration = try Configuration(reading: { environment[$0] }, facts: .current())
    let rows = DeadLetterRows(try OperatorStore(configuration))
    let desk = DeadLetterDesk(
      OperatorBroker(configuration, command: "test"), rows,
      log: Log(level: .error, format: .text, worker: "w"))
    func begins() async -> Bool {
      await desk.begin(.discard, .these([]), count: 0, rate: 1, by: "ann")
    }
    func trouble() async -> String? {
      do throws(CommandFailure) {
        _ = try await desk.list()
        return nil
      } catch {
        return error.sentence
      }
    }

    let mayGoOn = DispatchSemaphore(value: 0)
    await withCheckedContinuation { isHeld in
      Task { await rows.hold(isHeld, until: mayGoOn) }
    }
    // It asks the database first, which does not answer yet.
    #expect(await begins())
    #expect(await desk.work?.isRunning == true)
    #expect(await trouble()?.contains("are being worked on") == true)
    #expect(await !begins())
    mayGoOn.signal()
    try await eventually("it has ended") { await desk.work?.isRunning == false }
    // Now it is the broker that is asked, and there is none.
    #expect(await trouble()?.contains("cannot be reached") == true)
    #expect(await begins())
  }
}

extension DeadLetterRows {
  /// Answers nobody else until it is told to go on.
  fileprivate func hold(
    _ isHeld: CheckedContinuation<Void, Never>, until mayGoOn: DispatchSemaphore
  ) {
    isHeld.resume()
    mayGoOn.wait()
  }
}
