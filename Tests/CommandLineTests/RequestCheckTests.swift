import Billing
import Foundation
import Messages
import Testing

@testable import invoice_worker

/// A request is checked before it is sent. No broker is there: what is not refused fails with 69.
@Suite("Requests before they are sent")
struct RequestCheckTests {
  private static let environment = ["AMQP_URL": "amqp://127.0.0.1:1/"]

  private static func request(_ words: String...) throws -> Program.Result {
    try Program.run(["request"] + words, environment: environment)
  }

  private static func refusal(of type: String, _ data: String) -> Refusal? {
    RequestCheck.refusal(
      of: RequestToSend(type: type, identifier: "r-1", source: "s", body: Array(data.utf8)))
  }

  @Test(
    "CLI 18: data that is no JSON object is not sent",
    arguments: [
      ("not json", "The body is not valid JSON"), ("[1]", "The body must be one JSON object"),
      ("", "The body is not valid JSON"),
    ])
  func noObject(text: String, sentence: String) throws {
    let file = try Program.sampleFile(text)
    defer { try? FileManager.default.removeItem(at: file) }
    let result = try Self.request("invoice.generate.v1", "--file", file.path)
    #expect(result.status == 4 && result.output.isEmpty, "\(result)")
    #expect(result.errors.contains("was not sent"), "\(result.errors)")
    #expect(result.errors.contains("REQUEST_MALFORMED"), "\(result.errors)")
    #expect(result.errors.contains(sentence), "\(result.errors)")
    let forced = try Self.request("invoice.generate.v1", "--file", file.path, "--force")
    #expect(forced.status == 69, "it was to be sent: \(forced)")
  }

  @Test("CLI 18: without data there is nothing to send")
  func nothing() throws {
    let result = try Self.request("invoice.generate.v1")
    #expect(result.status == 4 && result.output.isEmpty, "\(result)")
    #expect(result.errors.contains("there is nothing to send"), "\(result.errors)")
    #expect(result.errors.contains("request invoice.generate.v1 --help"), "\(result.errors)")
    let file = try Program.sampleFile("not json")
    defer { try? FileManager.default.removeItem(at: file) }
    let set = try Self.request("invoice.generate.v1", "--file", file.path, "--set", "a=b")
    #expect(set.status == 4 && set.errors.contains("is not valid JSON"), "\(set)")
  }

  @Test("CLI 19: an unknown type is not sent; the known ones and the one meant are named")
  func unknownType() throws {
    for data in [[], ["--set", "accountId=A"]] {
      let result = try Program.run(
        ["request", "invoice.generat.v1"] + data, environment: Self.environment)
      #expect(result.status == 4 && result.output.isEmpty, "\(result)")
      #expect(result.errors.contains("REQUEST_TYPE_UNKNOWN"), "\(result.errors)")
      #expect(result.errors.contains("did you mean invoice.generate.v1?"), "\(result.errors)")
      for type in RequestType.allCases { #expect(result.errors.contains(type.rawValue)) }
    }
    let far = try Self.request("parcel.send.v1", "--set", "a=b")
    #expect(far.status == 4 && !far.errors.contains("did you mean"), "\(far)")
    let newer = try Self.request("tax.later.v7", "--set", "a=b", "--force")
    #expect(newer.status == 69, "a newer worker may know it: \(newer)")
  }

  @Test("CLI 19: every field fault is named with its place; JSON for machines")
  func fields() throws {
    let words = ["invoice.generate.v1", "--set", "targetDate=2026-02-30", "--set", "colour=red"]
    let text = try Program.run(["request"] + words, environment: Self.environment)
    #expect(text.status == 4 && text.output.isEmpty, "\(text)")
    for place in ["/targetDate", "/invoiceDate", "/action", "/colour"] {
      #expect(text.errors.contains(place), "\(text.errors)")
    }
    let json = try Program.run(
      ["request"] + words + ["--json", "--id", "r-9"], environment: Self.environment)
    #expect(json.status == 4 && json.errors.isEmpty, "\(json)")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(object["isSent"] as? Bool == false && object["outcome"] as? String == "Rejected")
    #expect(object["requestIdentifier"] as? String == "r-9")
    #expect((object["errors"] as? [[String: Any]])?.count == 8, "\(json.output)")
  }

  @Test("CLI 19: what asks for too much is Failed, and so is the exit status")
  func tooMuch() throws {
    let ids = (1...2_001).map { "\"BS-\($0)\"" }.joined(separator: ",")
    let file = try Program.sampleFile("{\"billingScheduleIds\":[\(ids)]}")
    defer { try? FileManager.default.removeItem(at: file) }
    let result = try Self.request("billing-schedule.recover.v1", "--file", file.path)
    #expect(result.status == 3 && result.errors.contains("LIMIT_EXCEEDED"), "\(result)")
  }

  @Test(
    "CLI 20: the help of a type names the fields that a worker takes and those it requires",
    arguments: RequestType.allCases)
  func helpOfType(type: RequestType) throws {
    let topic = type.helpTopic
    for field in topic.fields {
      let faults = Self.refusal(of: type.rawValue, "{\"\(field.name)\":{}}")?.faults ?? []
      let isUnknown = faults.contains {
        $0.pointer == "/\(field.name)" && $0.message.contains("not a field known here")
      }
      #expect(!isUnknown, "\(type.rawValue) \(field.name)")
    }
    let required = (Self.refusal(of: type.rawValue, "{}")?.faults ?? [])
      .filter { $0.message.contains("is required") }.compactMap(\.pointer)
    #expect(Set(required) == Set(topic.fields.filter(\.isRequired).map { "/\($0.name)" }))
    for words in [
      ["request", type.rawValue, "--help"], ["help", "request", type.rawValue],
    ] {
      let help = try Program.run(words, environment: [:])
      #expect(help.status == 0 && help.errors.isEmpty, "\(help)")
      for field in topic.fields { #expect(help.output.contains(field.name), "\(help.output)") }
      for example in topic.examples { #expect(help.output.contains("invoice-worker \(example)")) }
    }
  }

  @Test("CLI 20: the help of request lists the types, also when a type is misspelt")
  func helpOfAll() throws {
    for words in [["request", "--help"], ["request", "invoice.generat.v1", "--help"]] {
      let help = try Program.run(words, environment: [:])
      #expect(help.status == 0, "\(help)")
      for type in RequestType.allCases {
        #expect(help.output.contains("\(type.rawValue) "), "\(help.output)")
      }
      #expect(help.errors.contains("did you mean invoice.generate.v1?") == (words.count == 3))
    }
  }
}
