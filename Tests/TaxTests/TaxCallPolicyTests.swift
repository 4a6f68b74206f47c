import HTTP
import Tax
import Testing

@Suite("What an engine's answer means") struct TaxCallPolicyTests {
  private static func verdict(_ status: Int) -> TaxCallPolicy.Verdict {
    TaxCallPolicy.verdict(on: .answered(HTTPResponse(status: status, body: [1])))
  }

  @Test(
    "2xx is read, 4xx is a refusal", arguments: [200, 201, 299], [400, 401, 403, 404, 409, 422])
  func told(_ answer: Int, _ refusal: Int) {
    #expect(Self.verdict(answer) == .answer(body: [1]))
    #expect(Self.verdict(refusal) == .refusal(status: refusal, body: [1]))
  }

  @Test(
    "408, 425, 429, 5xx, a redirection and a lost connection are tried again; only 429 is no failure",
    arguments: [408, 425, 429, 500, 502, 503, 504, 599, 301, 307, 0, 100])
  func again(_ status: Int) {
    guard case .again(let reason, let isBusy) = Self.verdict(status) else {
      Issue.record("\(status) is tried again")
      return
    }
    #expect(!reason.isEmpty)
    #expect(isBusy == (status == 429))
  }

  @Test("No answer is tried again, one that is too large is not")
  func noAnswer() {
    #expect(
      TaxCallPolicy.verdict(on: .failed(reason: "gone")) == .again(reason: "gone", isBusy: false))
    #expect(TaxCallPolicy.verdict(on: .aborted) == .broken)
    guard case .invalid = TaxCallPolicy.verdict(on: .tooLarge) else {
      Issue.record("it is of no use")
      return
    }
  }

  private static func wait(
    _ number: Int, _ retryAfter: Duration? = nil, _ jitter: Double = 0.5
  ) -> Duration? {
    TaxCallPolicy.wait(afterTry: number, retryAfter: retryAfter, jitter: jitter)
  }

  @Test("Two more tries, the second later than the first, spread by chance")
  func waits() {
    #expect(Self.wait(1) == .milliseconds(200))
    #expect(Self.wait(2) == .milliseconds(800))
    #expect(Self.wait(3) == nil)
    #expect(Self.wait(1, nil, 0) == .milliseconds(100))
    #expect(Self.wait(1, nil, 1) == .milliseconds(300))
    #expect(Self.wait(1, nil, .infinity) == .milliseconds(300))
  }

  @Test("Retry-After is kept to up to 30 s; whoever asks for more is away")
  func retryAfter() throws {
    for seconds in [1, 2, 30] {
      let wait = try #require(Self.wait(1, .seconds(seconds), 0))
      #expect(wait >= .seconds(seconds))
      #expect(wait < .seconds(seconds + 1))
    }
    #expect(Self.wait(1, .seconds(31)) == nil)
    #expect(Self.wait(3, .seconds(1)) == nil)
  }
}
