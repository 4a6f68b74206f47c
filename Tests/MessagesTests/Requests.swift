import Billing
import Messages

/// Messages as a sender would publish them.
enum Requests {
  static func plain(
    _ body: String, type: String? = "invoice.generate.v1", id: String? = "r-1",
    source: String? = "crm", contentType: String? = "application/json",
    queue: WorkQueue = .generate
  ) -> RequestMessage {
    RequestMessage(
      body: Array(body.utf8), queue: queue, contentType: contentType, messageId: id, type: type,
      appId: source)
  }

  static func cloudEvent(_ body: String, queue: WorkQueue = .generate) -> RequestMessage {
    RequestMessage(
      body: Array(body.utf8), queue: queue, contentType: "application/cloudevents+json")
  }

  static func upsert(_ records: String) -> RequestMessage {
    plain(#"{"records": [\#(records)]}"#, type: "records.upsert.v1", queue: .records)
  }

  /// The example of the contract.
  static let generate = """
    { "accountId": "ACC-1001", "targetDate": "2026-12-01", "invoiceDate": "2026-12-01",
      "action": "Posted",
      "requestedBy": {"userId": "u-17", "name": "Billing Ops", "email": "ops@example.com"} }
    """
}

extension Intake {
  var request: (any Request)? {
    guard case .request(let identified) = self else { return nil }
    return identified.request
  }

  var header: IdentifiedHeader? {
    switch self {
    case .request(let identified): identified.header
    case .refused(let header, _): header
    case .unidentified: nil
    }
  }

  var refusal: Refusal? {
    guard case .refused(_, let refusal) = self else { return nil }
    return refusal
  }

  /// Code and pointer of every fault, such as `REQUEST_INVALID /targetDate`.
  var places: [String] {
    (refusal?.faults ?? []).map { "\($0.code.rawValue) \($0.pointer ?? "-")" }
  }

  /// The records of an upsert that was taken.
  var records: [Record] {
    guard let upsert = request as? UpsertRecords else { return [] }
    return upsert.entries.compactMap { entry in
      if case .record(let record) = entry { record } else { nil }
    }
  }
}

/// Whether a message was read as this very request.
func == <R: Request>(read: (any Request)?, expected: R) -> Bool {
  AnyHashable(read as? R) == AnyHashable(Optional(expected))
}
