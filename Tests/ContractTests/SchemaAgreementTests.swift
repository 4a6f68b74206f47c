import Billing
import Contract
import Foundation
import JSON
import Messages
import Testing

/// What the schemas accept is what the decoder reads, as far as a schema can say it.
@Suite struct SchemaAgreementTests {
  /// Of each type; 2,000 with PROPERTY_CASES, which compose/test.sh --long sets.
  private static let cases =
    ProcessInfo.processInfo.environment["PROPERTY_CASES"] == nil ? 60 : 2_000

  /// What the forms themselves say, and no rule between fields, of the domain or of the stored records.
  private static let formalRules = [
    "is not a field known here", "is required", "is missing; give exactly one of",
    "cannot be given together",
    "must be a string", "must be an array", "must be an object", "must be a date that exists",
    "must be a decimal such as", "must be one of", "must be an identifier", "must be true or false",
    "must hold at least one element", "written without quotation marks", "must not be empty",
    "must not hold control characters", "must not be longer than", "must be more than 0",
    "must be a country code", "must be a tax category code", "must be an e-mail address",
    "must be four digits", "must be a month", "must be Base64", "must be a time of day",
    "; the limit is",
    "is kept by the worker",
  ]

  private static func line(_ subject: ContractSubject, _ body: JSONTree) -> JSONTree {
    let bytes = body.bytes
    let faults =
      switch subject {
      case .request(let definition): ContractCheck.faults(ofRequest: definition, bytes)
      case .record: ContractCheck.faults(ofRecord: bytes)
      case .event: [Fault]()
      }
    let isFormal = faults.contains { fault in
      formalRules.contains { fault.message.contains($0) }
    }
    return [
      "schema": .string(subject.name), "body": .string(String(decoding: bytes, as: UTF8.self)),
      "isFormal": .bool(isFormal), "isRefused": .bool(!faults.isEmpty),
      "faults": .string(faults.first?.message ?? ""),
    ]
  }

  private static let subjects: [(subject: ContractSubject, shape: ObjectShape)] =
    ContractSubject.all.compactMap { subject in
      switch subject {
      case .request(let definition): (subject, definition.shape)
      case .record(let definition): (subject, definition.shape)
      case .event: nil
      }
    }

  private static func generated() -> [JSONTree] {
    var lines: [JSONTree] = []
    for (index, entry) in subjects.enumerated() {
      var bodies = RandomBody(seed: UInt64(index))
      for _ in 0..<cases {
        let body = bodies.object(entry.shape)
        lines.append(line(entry.subject, body))
        lines.append(line(entry.subject, bodies.mutated(body, entry.shape)))
      }
    }
    return lines
  }

  /// The bodies that the decoder's own tests record.
  private static func recorded() throws -> [JSONTree] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "MessagesTests/Corpus/bodies.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { text in
      let type = text.prefix { $0 != " " }
      guard let subject = ContractSubject(name: String(type)) else { return nil }
      return line(subject, try JSONTree(json: String(text.dropFirst(type.count + 1))))
    }
  }

  @Test(
    "Documents, schemas and examples are valid for others' readers, and generated, spoilt and recorded bodies are judged by a schema as by the decoder",
    .timeLimit(.minutes(60)))
  func agreement() throws {
    let bodies = Self.generated() + (try Self.recorded())
    let refused = bodies.count { $0["isFormal"] == true }
    #expect(refused > bodies.count / 4 && refused < bodies.count * 3 / 4, "both are there")
    let events = try EventSchemaTests.recordedEvents().map { event -> JSONTree in
      ["body": .string(event)]
    }
    let (findings, summary) = try ContractChecker.findings(.init(bodies: bodies, events: events))
    #expect(findings == [])
    #expect(
      summary
        == "2 documents, \(ContractSubject.all.count) schemas, \(bodies.count) bodies, \(events.count) events"
    )
  }
}
