import Contract
import Foundation
import JSON
import Messages
import Testing

/// Events are what is declared of them.
@Suite struct EventSchemaTests {
  /// Every event of the recorded corpus, with identifiers and times in the places of what stands for them.
  static func recordedEvents() throws -> [String] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "WorkerTests/Corpus/events.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n\n").compactMap {
      text -> String? in
      let lines = text.split(separator: "\n")
      guard lines.count == 3, lines[0].hasPrefix("invoice.events ") else { return nil }
      return String(lines[2]).replacing("<time>", with: "2026-12-01T09:00:00.000000Z")
        .replacing("<today>", with: "2026-12-01")
    }
  }

  @Test("Every recorded event has the declared members and no other")
  func events() throws {
    let events = try Self.recordedEvents()
    #expect(events.count > 100)
    for event in events {
      let root = try JSONDocument(reading: Array(event.utf8)).root
      guard case .object(let object) = root, case .string(let name)? = object["type"] else {
        Issue.record("no event: \(event)")
        continue
      }
      let form = EventForm(try #require(EventType(rawValue: name)))
      #expect(form.envelope.faults(in: root) == [], "\(name)")
    }
  }

  @Test("What is not as declared is found, and a later version's member is tolerated by readers")
  func faults() throws {
    let fault = EventForm(.errorLogRecorded).data
    let example = ContractSubject.event(EventForm(.errorLogRecorded)).example(.full)
    func faults(_ name: String, _ value: JSONTree?, tolerating: Bool = false) throws -> [String] {
      var members = example.members.filter { $0.name != name }
      if let value { members.append(JSONTree.Member(name: name, value: value)) }
      let root = try JSONDocument(reading: JSONTree.object(members).bytes).root
      return fault.faults(in: root, toleratingMore: tolerating)
    }
    #expect(try faults("severity", "Error") == [])
    #expect(try faults("severity", "Bad") == ["/severity is not one of Error, Warning"])
    #expect(try faults("severity", nil) == ["/severity is missing"])
    #expect(try faults("severity", .null) == ["/severity is null"])
    #expect(try faults("resolvedAt", .null) == [])
    #expect(try faults("occurrences", "1") == ["/occurrences is not a whole number"])
    #expect(try faults("colour", "red") == ["/colour is not declared"])
    #expect(try faults("colour", "red", tolerating: true) == [])
  }

  @Test("Every example of an event is as declared", arguments: EventType.allCases)
  func examples(type: EventType) throws {
    let form = EventForm(type)
    for extent in [ContractSubject.Extent.minimal, .full] {
      let example = ContractSubject.event(form).example(extent)
      #expect(form.data.faults(in: try JSONDocument(reading: example.bytes).root) == [])
    }
  }
}
