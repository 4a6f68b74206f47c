package import HTTP

/// What a call's outcome means, and how long is waited before the next try: pure.
package enum TaxCallPolicy {
  package enum Verdict: Hashable, Sendable {
    /// 2xx: the answer is to be read.
    case answer(body: [UInt8])
    /// Any 4xx but 408, 425 and 429: the engine's own word.
    case refusal(status: Int, body: [UInt8])
    /// Heard, but of no use.
    case invalid(reason: String)
    /// To be tried again; `isBusy` of a 429, which is no failure of the engine's.
    case again(reason: String, isBusy: Bool)
    /// This side ends.
    case broken
  }

  /// Of one call, the first included.
  package static let tries = 3
  /// An engine that asks for longer is away: nobody sleeps for it.
  package static let longestRetryAfter = Duration.seconds(30)

  private static let firstWait = Duration.milliseconds(200)
  private static let growth = 4.0

  package static func verdict(on outcome: HTTPOutcome) -> Verdict {
    switch outcome {
    case .answered(let response): verdict(on: response)
    case .tooLarge: .invalid(reason: "its answer is larger than 1 MiB")
    case .failed(let reason): .again(reason: reason, isBusy: false)
    case .aborted: .broken
    }
  }

  private static func verdict(on response: HTTPResponse) -> Verdict {
    let said = "it answers with status \(response.status)"
    switch response.status {
    case 200..<300: return .answer(body: response.body)
    case 408, 425: return .again(reason: said, isBusy: false)
    case 429: return .again(reason: "it is asked too often (429)", isBusy: true)
    case 400..<500: return .refusal(status: response.status, body: response.body)
    case 300..<400:
      // A fault of the address that this worker was given, and of no document.
      return .again(
        reason: said + " and points elsewhere, which is not followed: correct its address",
        isBusy: false)
    default: return .again(reason: said, isBusy: false)
    }
  }

  /// How long to wait after a try, the first being 1; nil when there is no next one. An engine that asks for a time is not asked
  /// earlier, but a little later, for all calls would come back in the same moment. `jitter` is by chance, from 0 up to 1.
  package static func wait(
    afterTry number: Int, retryAfter: Duration?, jitter: Double
  ) -> Duration? {
    guard number < tries else { return nil }
    if let retryAfter, retryAfter > longestRetryAfter { return nil }
    var wait = firstWait
    for _ in 1..<max(1, number) { wait = wait * growth }
    // From half of it to one and a half.
    let spread = wait * (0.5 + min(max(jitter, 0), 1))
    return (retryAfter ?? .zero) + spread
  }
}
