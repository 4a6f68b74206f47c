import AMQP
import Billing
import CivilTime
import Foundation
import SQLiteStorage
import Storage
import Testing

@testable import Worker

/// A recorded corpus: what a fixed sequence of requests, good and bad, makes the worker publish, byte for byte.
///
/// It holds a change of structure to be one: whoever moves code and changes no behaviour leaves it as it is. Whoever
/// changes an event on purpose records it again (`INVOICE_WORKER_RECORD_CORPUS=1`) and reads the difference in review.
/// Identifiers and times differ from run to run; they are named by the order in which they first appear, so that what
/// refers to what is compared too.
@Suite struct EventCorpusTests {
  private struct Recorded: Decodable {
    var type: String
    var id: String?
    var contentType: String?
    var body: String
  }

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "Corpus", directoryHint: .isDirectory)

  /// The batches, as a blank line parts them.
  private static func batches() throws -> [[ReceivedRequest]] {
    let text = try String(
      contentsOf: folder.appending(path: "requests.ndjson"), encoding: .utf8)
    var batches: [[ReceivedRequest]] = [[]]
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard !line.isEmpty else {
        batches.append([])
        continue
      }
      let recorded = try JSONDecoder().decode(Recorded.self, from: Data(line.utf8))
      let properties = MessageProperties(
        contentType: recorded.contentType, messageId: recorded.id, type: recorded.type,
        appId: "corpus")
      batches[batches.count - 1].append(
        ReceivedRequest(.sample(properties, body: Array(recorded.body.utf8)), at: .sample))
    }
    return batches.filter { !$0.isEmpty }
  }

  /// Everything published for the corpus, a message on three lines: where, properties, body.
  private static func publish(encodingOn secondThread: SecondThread?) throws -> String {
    let directory = FileManager.default.temporaryDirectory
      .appending(path: "corpus-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let opener = SQLiteOpener(path: directory.appending(path: "store.db").path)
    _ = try Schema(StoreSession(opener, for: .migrating)).migrate()
    let session = try StoreSession(opener, for: .processing)
    var transaction = BatchTransaction(
      workerName: "corpus", eventSource: "/corpus", taxEngine: RateTableTaxEngine(),
      secondThread: secondThread)
    var text = ""
    for batch in try batches() {
      var rest = ReceivedRequest.byPhase(batch)
      while !rest.isEmpty {
        let result = try transaction.run(
          rest, in: session, deleting: SentRows(), handingOver: 10_000)
        rest = Array(rest.dropFirst(result.count))
        for message in result.messages { text += describe(message) }
      }
    }
    return normalized(text)
  }

  private static func describe(_ message: OutboxMessage) -> String {
    let properties = message.properties
    let shown = [
      properties.contentType, properties.messageId, properties.type, properties.correlationId,
      properties.appId, properties.headers,
    ].map { $0 ?? "-" }.joined(separator: " | ")
    let body = String(decoding: message.body, as: UTF8.self)
    return "\(message.exchange) \(message.routingKey)\n\(shown)\n\(body)\n\n"
  }

  /// The text with every identifier and point in time replaced by a name that tells the first, the second …, and the days on which
  /// something was posted, of which most are the day of the test, by a word.
  private static func normalized(_ text: String) -> String {
    let identifier = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/
    let instant = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/
    let posted = /"postedDate":"\d{4}-\d\d-\d\d"/
    var names: [Substring: Int] = [:]
    return text.replacing(identifier) { match in
      let number = names[match.output, default: names.count + 1]
      names[match.output] = number
      return "<id \(number)>"
    }.replacing(instant, with: "<time>").replacing(posted, with: #""postedDate":"<today>""#)
  }

  @Test(
    "What is published for the recorded requests is what was recorded, byte for byte, whichever thread encodes it",
    arguments: [nil, SecondThread(label: "second", leastLines: 1)])
  func corpus(secondThread: SecondThread?) throws {
    let published = try Self.publish(encodingOn: secondThread)
    let file = Self.folder.appending(path: "events.txt")
    if ProcessInfo.processInfo.environment["INVOICE_WORKER_RECORD_CORPUS"] != nil {
      try published.write(to: file, atomically: true, encoding: .utf8)
    }
    let recorded = try String(contentsOf: file, encoding: .utf8)
    let pairs = zip(
      published.split(separator: "\n\n"), recorded.split(separator: "\n\n"))
    for (number, (now, then)) in pairs.enumerated() where now != then {
      Issue.record("message \(number + 1) differs\nrecorded:  \(then)\npublished: \(now)")
      return
    }
    #expect(published == recorded)
  }
}
