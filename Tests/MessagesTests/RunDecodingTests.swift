import Billing
import CivilTime
import JSON
import Messages
import Testing

/// The requests about invoice runs.
@Suite struct RunDecodingTests {
  private func decode(_ type: String, _ body: String) -> Intake {
    RequestDecoder.decode(Requests.plain(body, type: type, queue: .manage))
  }

  private func start(_ members: String) -> Intake {
    decode(
      "invoice-run.start.v1",
      #"{"targetDate": "2026-12-01", "invoiceDate": "2026-12-02", \#(members)}"#)
  }

  private static let terms = RunTerms(
    targetDate: RecordSamples.date("2026-12-01"), invoiceDate: RecordSamples.date("2026-12-02"))

  @Test("A run is read with all that it may say")
  func wholeRun() {
    var criteria = RunCriteria()
    criteria.legalEntityIds = ["LE-1"]
    criteria.currencies = ["EUR", "JPY"]
    criteria.invoiceGroupTypes = [.default]
    criteria.matchingValues = ["Batch 2"]
    criteria.chargeTypes = [.recurring, .usage]
    criteria.accountIds = ["ACC-1001"]
    criteria.excludedAccountIds = ["ACC-1002"]
    var terms = Self.terms
    terms.isTargetDateInclusive = true
    terms.allowsZeroAmountInvoices = true
    let intake = start(
      #"""
      "invoiceRunId": "RUN-2026-12", "action": "Draft", "targetDateInclusive": true,
      "criteria": {"legalEntityIds": ["LE-1"], "currencies": ["EUR", "JPY"],
        "invoiceGroupTypes": ["Default"], "matchingValues": ["Batch 2"],
        "chargeTypes": ["Recurring", "Usage"], "accountIds": ["ACC-1001"],
        "excludeAccountIds": ["ACC-1002"]},
      "zeroAmountInvoices": true, "then": {"post": true, "email": false, "tasks": []},
      "preview": false
      """#)
    #expect(intake.places == [])
    #expect(
      intake.request
        == StartInvoiceRun(
          invoiceRunId: "RUN-2026-12", terms: terms, criteria: criteria,
          then: RunContinuation(posts: true)))
  }

  @Test("Criteria that are absent, empty or exclude nobody are everything")
  func everything() {
    for criteria in ["null", "{}", #"{"excludeAccountIds": []}"#] {
      #expect(
        start(#""action": "Draft", "criteria": \#(criteria)"#).request
          == StartInvoiceRun(invoiceRunId: nil, terms: Self.terms))
    }
    #expect(
      start(#""preview": true"#).request
        == StartInvoiceRun(invoiceRunId: nil, terms: Self.terms, isPreview: true))
  }

  @Test(
    "An including criterion that is empty is refused: a filter of nothing must not bill everybody",
    arguments: [
      "legalEntityIds", "currencies", "invoiceGroupTypes", "matchingValues", "chargeTypes",
      "accountIds",
    ])
  func emptyCriteria(name: String) {
    let intake = start(#""action": "Draft", "criteria": {"\#(name)": []}"#)
    #expect(intake.places == ["REQUEST_INVALID /criteria/\(name)"])
    #expect(intake.refusal?.outcome == .rejected)
  }

  @Test(
    "What does not go together is refused at the member that is too much",
    arguments: [
      (#""action": "Posted", "then": {"post": true}"#, "/then/post"),
      (#""preview": true, "action": "Draft""#, "/action"),
      (#""preview": true, "then": {"post": true}"#, "/then"),
      (#""action": "Draft", "then": {"email": true}"#, "/then/email"),
      (#""action": "Draft", "then": {"tasks": ["Send"]}"#, "/then/tasks"),
      (#""action": "Posted", "then": {"tasks": ["Send", "Send"]}"#, "/then/tasks/1"),
      (#""action": "Posted", "then": {"tasks": ["Print"]}"#, "/then/tasks/0"),
      (#""preview": true, "then": {"tasks": ["Send"]}"#, "/then"),
      (#""preview": false"#, "/action"),
      (#""action": "Now""#, "/action"),
      (#""action": "Draft", "criteria": {"accountIds": ["A", "A"]}"#, "/criteria/accountIds/1"),
      (#""action": "Draft", "criteria": {"chargeTypes": ["Weekly"]}"#, "/criteria/chargeTypes/0"),
      (#""action": "Draft", "criteria": {"orderIds": ["O"]}"#, "/criteria/orderIds"),
      (#""action": "Draft", "then": {"sync": true}"#, "/then/sync"),
      (#""action": "Draft", "invoiceRunId": "a b""#, "/invoiceRunId"),
    ])
  func contradictions(members: String, pointer: String) {
    let intake = start(members)
    #expect(intake.places == ["REQUEST_INVALID \(pointer)"])
    #expect(intake.refusal?.outcome == .rejected)
  }

  @Test("A currency or a group type that there is none of fails the run, with its pointer")
  func unknownValues() {
    let currency = start(#""action": "Draft", "criteria": {"currencies": ["EUR", "XYZ"]}"#)
    #expect(currency.places == ["CURRENCY_UNKNOWN /criteria/currencies/1"])
    #expect(currency.refusal?.outcome == .failed)
    let type = start(#""action": "Draft", "criteria": {"invoiceGroupTypes": ["Weekly"]}"#)
    #expect(type.places == ["REQUEST_INVALID /criteria/invoiceGroupTypes/0"])
    #expect(type.refusal?.outcome == .failed)
  }

  @Test("A run names as many accounts as any request names identifiers")
  func namedAccounts() {
    func places(_ count: Int) -> [String] {
      let ids = (0..<count).map { "\"A\($0)\"" }.joined(separator: ",")
      return start(#""action": "Draft", "criteria": {"accountIds": [\#(ids)]}"#).places
    }
    #expect(places(2_000) == [])
    #expect(places(2_001) == ["LIMIT_EXCEEDED /criteria/accountIds"])
  }

  @Test func theOthersAreRead() {
    #expect(
      decode("invoice-run.cancel.v1", #"{"invoiceRunId": "R"}"#).request
        == CancelInvoiceRun(invoiceRunId: "R"))
    #expect(
      decode("invoice-run.cancel.v1", #"{"invoiceRunId": "R", "cancelDrafts": true}"#).request
        == CancelInvoiceRun(invoiceRunId: "R", cancelsDrafts: true))
    #expect(
      decode("invoice-run.recover.v1", #"{"invoiceRunId": "R", "retry": true}"#).request
        == RecoverInvoiceRun(invoiceRunId: "R", retries: true))
    #expect(
      decode("invoice-run.post.v1", #"{"invoiceRunId": "R"}"#).request
        == PostInvoiceRun(invoiceRunId: "R"))
    for type in ["cancel", "recover", "post"] {
      #expect(
        decode("invoice-run.\(type).v1", "{}").places == ["REQUEST_INVALID /invoiceRunId"])
    }
  }

  @Test(
    "What workers send each other about a run is a request of no known type",
    arguments: ["invoice-run.select.v1", "invoice-run.chunk.v1"])
  func internalTypes(type: String) {
    let intake = decode(type, #"{"invoiceRunId": "R", "chunkNo": 1}"#)
    #expect(intake.places == ["REQUEST_TYPE_UNKNOWN -"])
    #expect(WorkQueue.run.bindingKeys == [])
    #expect(WorkQueue.run.requestTypes == [])
  }
}
