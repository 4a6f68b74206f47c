/// Requests about invoice runs, with everything filled in that a test does not care about.
extension SampleRequest {
  /// `invoice-run.start.v1` over these accounts; nil: over all. A preview has no action.
  package static func startRun(
    _ run: String, id: String = newIdentifier(), accounts: [String]?, action: String? = "Draft",
    targetDate: String = "2026-02-01", _ more: JSONLiteral = [:]
  ) -> SampleRequest {
    var body: JSONLiteral = [
      "invoiceRunId": .text(run), "targetDate": .text(targetDate), "invoiceDate": "2026-02-01",
    ]
    if let action { body = body.adding(["action": .text(action)]) }
    if let accounts {
      body = body.adding(["criteria": ["accountIds": .array(accounts.map { .text($0) })]])
    }
    return SampleRequest("invoice-run.start.v1", id: id, body.adding(more))
  }

  package static func previewRun(
    _ run: String, accounts: [String], targetDate: String = "2026-02-01"
  ) -> SampleRequest {
    startRun(run, accounts: accounts, action: nil, targetDate: targetDate, ["preview": true])
  }

  package static func cancelRun(
    _ run: String, id: String = newIdentifier(), _ more: JSONLiteral = [:]
  ) -> SampleRequest {
    ofRun("invoice-run.cancel.v1", run, id, more)
  }

  package static func recoverRun(
    _ run: String, id: String = newIdentifier(), _ more: JSONLiteral = [:]
  ) -> SampleRequest {
    ofRun("invoice-run.recover.v1", run, id, more)
  }

  package static func postRun(_ run: String, id: String = newIdentifier()) -> SampleRequest {
    ofRun("invoice-run.post.v1", run, id, [:])
  }

  private static func ofRun(
    _ type: String, _ run: String, _ id: String, _ more: JSONLiteral
  ) -> SampleRequest {
    let body: JSONLiteral = ["invoiceRunId": .text(run)]
    return SampleRequest(type, id: id, body.adding(more))
  }
}
