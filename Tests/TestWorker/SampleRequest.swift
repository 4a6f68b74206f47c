package import AMQP

/// A message for the requests exchange: right unless a test says otherwise.
package struct SampleRequest: Sendable {
  package var routingKey: String
  package var properties: MessageProperties
  package var body: [UInt8]

  package static let generate = "invoice.generate.v1"
  package static let upsert = "records.upsert.v1"
  package static let recover = "billing-schedule.recover.v1"
  package static let ingest = "invoice.ingest.v1"

  /// The plain form.
  package init(_ type: String, id: String, source: String? = "test", body: [UInt8]) {
    routingKey = type
    self.body = body
    properties = MessageProperties(
      contentType: "application/json", messageId: id, type: type, appId: source)
  }

  package init(_ type: String, id: String, source: String? = "test", _ body: JSONLiteral) {
    self.init(type, id: id, source: source, body: body.bytes)
  }

  /// The same with other properties.
  package func with(_ change: (inout MessageProperties) -> Void) -> SampleRequest {
    var request = self
    change(&request.properties)
    return request
  }

  /// The CloudEvents form; the properties say nothing.
  package static func cloudEvent(
    _ type: String, id: String, source: String = "test", _ data: JSONLiteral,
    adding attributes: JSONLiteral = [:]
  ) -> SampleRequest {
    let event: JSONLiteral = [
      "specversion": "1.0", "id": .text(id), "source": .text(source), "type": .text(type),
      "datacontenttype": "application/json",
    ]
    var request = SampleRequest(
      type, id: id, event.adding(attributes).adding(["data": data]))
    request.properties = MessageProperties(
      contentType: "application/cloudevents+json; charset=utf-8")
    return request
  }

  /// `invoice.generate.v1` for what is due before the target date.
  package static func generate(
    id: String, action: String = "Draft", _ selector: JSONLiteral,
    targetDate: String = "2026-02-01"
  ) -> SampleRequest {
    SampleRequest(
      generate, id: id, generateBody(action: action, selector, targetDate: targetDate))
  }

  package static func generateBody(
    action: String = "Draft", _ selector: JSONLiteral, targetDate: String = "2026-02-01"
  ) -> JSONLiteral {
    selector.adding([
      "targetDate": .text(targetDate), "invoiceDate": "2026-02-01", "action": .text(action),
    ])
  }

  package static func upsert(id: String, _ records: [JSONLiteral]) -> SampleRequest {
    SampleRequest(upsert, id: id, ["records": .array(records)])
  }

  /// `invoice.ingest.v1` of a document with two lines. A posted one has its name as its number.
  package static func ingest(
    id: String, document: String, account: String, action: String = "Draft"
  ) -> SampleRequest {
    let isPosted = action == "Posted"
    let invoice: JSONLiteral = [
      "uniqueIdentifier": .text(document), "billingAccountId": .text(account), "currency": "USD",
      "invoiceDate": "2026-02-01", "status": .text(action),
      "invoiceNumber": isPosted ? .text(document) : .null,
      "postedDate": isPosted ? "2026-02-01" : .null,
      "lines": [
        ["name": "Support", "quantity": "3", "unitPrice": "12.50", "chargeAmount": "37.50"],
        ["name": "Travel", "quantity": "1", "unitPrice": "0.01", "chargeAmount": "0.01"],
      ],
    ]
    return SampleRequest(
      ingest, id: id,
      ["invoice": invoice, "taxCalculationStatus": isPosted ? "Posted" : "Pending"])
  }

  package static func recover(id: String, _ schedules: [String]) -> SampleRequest {
    SampleRequest(recover, id: id, ["billingScheduleIds": .array(schedules.map { .text($0) })])
  }
}
