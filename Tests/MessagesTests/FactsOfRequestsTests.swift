import Billing
import Messages
import Testing

/// What requests of every type look up, by the recorded bodies.
@Suite struct FactsOfRequestsTests {
  @Test(
    "Whoever names anything but what is taken back has the accounts loaded, and not only locked")
  func accountsLookedAt() throws {
    var lockingOnly: Set<String> = []
    for body in try RefusalCorpusTests.bodies() {
      let message = RequestMessage(
        body: Array(body.text.utf8), queue: .unrouted, contentType: "application/json",
        messageId: "r", type: body.type, appId: "facts")
      guard case .request(let identified) = RequestDecoder.decode(message) else { continue }
      let needed = identified.request.factsNeeded
      if needed != FactsNeeded(), !needed.looksAtAccounts { lockingOnly.insert(body.type) }
    }
    #expect(
      lockingOnly == [
        RequestType.cancelInvoices.rawValue, RequestType.voidInvoices.rawValue,
      ])
  }
}
