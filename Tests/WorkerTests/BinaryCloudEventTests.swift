import AMQP
import Billing
import CivilTime
import Messages
import Testing

@testable import Worker

/// CloudEvents in binary mode: headers say what a message is, the body is the data.
@Suite struct BinaryCloudEventTests {
  private static let body = Array(
    #"{"accountId":"A","targetDate":"2026-12-01","invoiceDate":"2026-12-01","action":"Draft"}"#.utf8
  )
  private static let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

  private static func properties(_ prefix: String, version: String = "1.0") -> MessageProperties {
    let headers: HeaderTable = [
      "\(prefix)specversion": .string(version), "\(prefix)id": "r-7",
      "\(prefix)source": "/crm", "\(prefix)type": "invoice.generate.v1",
      "\(prefix)traceparent": .string(trace), "other": "x",
    ]
    return MessageProperties(contentType: "application/json", headers: headers)
  }

  private static func received(_ properties: MessageProperties) -> ReceivedRequest {
    ReceivedRequest(.sample(properties, body: body), at: .sample)
  }

  @Test(
    "The headers say the same as the properties of the plain form",
    arguments: BinaryCloudEvent.prefixes)
  func forms(prefix: String) throws {
    let plain = Self.received(
      MessageProperties(
        contentType: "application/json", headers: ["traceparent": .string(Self.trace)],
        messageId: "r-7", type: "invoice.generate.v1", appId: "/crm"))
    guard case .request(let wanted) = plain.intake,
      case .request(let found) = Self.received(Self.properties(prefix)).intake
    else {
      Issue.record("refused")
      return
    }
    #expect(found.header.key == wanted.header.key)
    #expect(found.header.bodySHA256 == wanted.header.bodySHA256, "the same request")
    #expect(found.header.trace == wanted.header.trace)
  }

  @Test("They count before the properties; what they leave out the properties say")
  func precedence() {
    var properties = Self.properties("cloudEvents:")
    properties.messageId = "other"
    properties.appId = "other"
    let key = RequestKey(source: "/crm", identifier: "r-7")
    #expect(Self.received(properties).intake.header?.key == key)
    properties.headers = ["cloudEvents:specversion": "1.0", "cloudEvents:id": "r-8"]
    properties.type = "invoice.generate.v1"
    let mixed = RequestKey(source: "other", identifier: "r-8")
    #expect(Self.received(properties).intake.header?.key == mixed)
  }

  @Test("Without a version the headers mean nothing, and another one is refused")
  func versions() {
    var properties = Self.properties("cloudEvents:")
    properties.headers = ["cloudEvents:id": "r-7", "cloudEvents:type": "invoice.generate.v1"]
    guard case .unidentified = Self.received(properties).intake else {
      Issue.record("taken for a request")
      return
    }
    guard
      case .refused(_, let refusal) =
        Self.received(Self.properties("cloudEvents:", version: "0.3")).intake
    else {
      Issue.record("not refused")
      return
    }
    #expect(refusal.faults.first?.code == .requestMalformed)
  }

  @Test("In structured mode the body says everything")
  func structured() {
    var properties = Self.properties("cloudEvents:")
    properties.contentType = "application/cloudevents+json"
    guard case .unidentified = Self.received(properties).intake else {
      Issue.record("the headers counted")
      return
    }
  }

  @Test(
    "A copy goes on in the plain form, and is the same request; what was refused for its version still is"
  )
  func copies() {
    let copy = RepublishedProperties.of(Self.properties("cloudEvents_"))
    #expect(copy.messageId == "r-7" && copy.type == "invoice.generate.v1" && copy.appId == "/crm")
    #expect(copy.headers?.count == 1 && copy.headers?["traceparent"]?.text == Self.trace)
    #expect(Self.received(copy).intake == Self.received(Self.properties("cloudEvents_")).intake)
    let refused = RepublishedProperties.of(Self.properties("ce-", version: "0.3"))
    guard case .refused = Self.received(refused).intake else {
      Issue.record("its replay would run")
      return
    }
  }
}
