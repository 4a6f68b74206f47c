import Billing
import Messages
import Testing

/// What requests of every type look up, by the recorded bodies.
@Suite struct FactsOfRequestsTests {
  /// The request of a recorded body; nil where it is refused.
  private static func request(_ body: (type: String, text: Substring)) -> (any Request)? {
    let message = RequestMessage(
      body: Array(body.text.utf8), queue: .unrouted, contentType: "application/json",
      messageId: "r", type: body.type, appId: "facts")
    guard case .request(let identified) = RequestDecoder.decode(message) else { return nil }
    return identified.request
  }

  @Test(
    "Whoever names anything but what is taken back has the accounts loaded, and not only locked")
  func accountsLookedAt() throws {
    var lockingOnly: Set<String> = []
    for body in try RefusalCorpusTests.bodies() {
      guard let needed = Self.request(body)?.factsNeeded else { continue }
      if needed != FactsNeeded(), !needed.looksAtAccounts { lockingOnly.insert(body.type) }
    }
    #expect(
      lockingOnly == [
        RequestType.cancelInvoices.rawValue, RequestType.voidInvoices.rawValue,
      ])
  }

  @Test("E2: who numbers invoices names no others, or two of one batch might meet unseen")
  func numberedAlone() throws {
    var numbering: Set<String> = []
    for body in try RefusalCorpusTests.bodies() {
      guard let request = Self.request(body) else { continue }
      let own = request.invoicesNumbered
      guard !own.isEmpty else { continue }
      numbering.insert(body.type)
      #expect(Set(own) == request.factsNeeded.invoices.all, "\(body.type)")
    }
    #expect(
      numbering == [RequestType.postInvoices.rawValue, RequestType.voidInvoices.rawValue])
  }
}
