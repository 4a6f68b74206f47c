import Billing
import CivilTime
import Messages
import Testing

@Suite struct DeadLetterReasonTests {
  private func parked(
    message: String = "Bad.", worker: String = "w-1", truncated: Int? = nil,
    completion: String? = nil
  ) -> DeadLetterReason {
    DeadLetterReason(
      attempt: 5, code: .internalError, message: message, queue: .generate, attempts: 18,
      firstFaultAt: EventSamples.received, lastFaultAt: EventSamples.completed, worker: worker,
      truncatedBodySize: truncated, completionEventId: completion)
  }

  @Test func theHeadersOfTheContract() {
    #expect(
      parked().headers == [
        FaultHeader("attempt", .integer(5)),
        FaultHeader("fault-code", .text("INTERNAL_ERROR")),
        FaultHeader("fault-message", .text("Bad.")),
        FaultHeader("fault-queue", .text("invoice.generate")),
        FaultHeader("fault-attempts", .integer(18)),
        FaultHeader("fault-first-at", .text("2026-11-18T11:06:40.000001Z")),
        FaultHeader("fault-last-at", .text("2026-11-18T11:06:40.250000Z")),
        FaultHeader("fault-worker", .text("w-1")),
      ])
  }

  @Test func aTruncatedBodySaysSo() {
    #expect(
      parked(truncated: 5_000_000).headers.suffix(2) == [
        FaultHeader("fault-body-size", .integer(5_000_000)),
        FaultHeader("fault-body-truncated", .flag(true)),
      ])
  }

  @Test func whatAReplayIsToReplaceIsNamed() {
    var headers = parked().headers
    headers.append(FaultHeader("fault-completion-id", .text("event-1")))
    #expect(parked(completion: "event-1").headers == headers)
  }

  @Test(arguments: ["x", "é", "€", "\u{1F600}"])
  func allTogetherStayWithinTheirLimit(unit: String) throws {
    let long = String(repeating: unit, count: 40_000)
    for truncated in [nil, 5_000_000] {
      let headers = parked(message: long, worker: long, truncated: truncated).headers
      let size = headers.reduce(0) { sum, header in
        switch header.value {
        case .text(let text): sum + 1 + header.name.utf8.count + 1 + 4 + text.utf8.count
        case .integer: sum + 1 + header.name.utf8.count + 1 + 8
        case .flag: sum + 1 + header.name.utf8.count + 1 + 1
        }
      }
      #expect(size <= DeadLetterReason.headerLimit)
      #expect(size > DeadLetterReason.headerLimit - 4, "as much of the message as fits is kept")
      for case .text(let text) in headers.map(\.value) {
        #expect(!text.unicodeScalars.contains("\u{FFFD}"))
      }
    }
  }
}
