import CivilTime
import Foundation
import Messages
import Testing

@testable import Worker

@Suite("Log")
struct LogTests {
  static let time = UTCInstant(microsecondsSince1970: 0)

  static func text(
    _ format: LogFormat, message: String = "started", trace: TraceContext? = nil,
    _ fields: KeyValuePairs<String, LogValue>
  ) -> String {
    let line = LogLine(
      time: time, worker: LogLine.Worker(name: "w-1", version: "1.2.3"), event: .batchFailed,
      message: message, trace: trace, fields: fields)
    return String(decoding: line.bytes(as: format), as: UTF8.self)
  }

  @Test("Text: time, level, message, fields; quoted where needed")
  func textLine() {
    #expect(
      Self.text(.text, ["queue": "invoice.generate", "count": 3, "why": "two words", "on": true])
        == "1970-01-01T00:00:00.000000Z WARN  started queue=invoice.generate count=3 why=\"two words\" on=true\n"
    )
  }

  @Test("1.4: journal: a priority for systemd, message and fields, and no time: the journal has it")
  func journalLine() {
    #expect(
      Self.text(.journal, ["count": 3, "why": "two words"])
        == "<4>started count=3 why=\"two words\"\n")
    let events: [LogEvent] = [.replyDropped, .workerStarted, .batchFailed, .requestFailed]
    #expect(events.map(\.level) == LogLevel.allCases)
    for (event, priority) in zip(events, [7, 6, 4, 3]) {
      let line = LogLine(
        time: Self.time, worker: LogLine.Worker(name: "w", version: "1"), event: event,
        message: "m\nn", fields: [:])
      let text = String(decoding: line.bytes(as: .journal), as: UTF8.self)
      #expect(text.hasPrefix("<\(priority)>m") && text.filter { $0 == "\n" }.count == 1)
    }
  }

  @Test(
    "1.4: the level changes while it runs, and back, and the log says so whatever is configured")
  func toggled() throws {
    let pipe = Pipe()
    let log = Log(
      level: .error, format: .text, worker: "w",
      descriptor: pipe.fileHandleForWriting.fileDescriptor)
    log.write(.replyDropped)
    log.toggleDebug()
    log.write(.replyDropped)
    log.toggleDebug()
    log.write(.workerStarted)
    log.flush(within: .seconds(60))
    try pipe.fileHandleForWriting.close()
    let text = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    let lines = text.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.first?.hasSuffix("the log's level was changed now=debug") == true)
    #expect(lines.last?.hasSuffix("the log's level was changed now=error") == true)
  }

  @Test("JSON: one object a line, with the worker's name")
  func jsonLine() throws {
    let line = Self.text(.json, message: "a \"b\"\n", ["count": 3, "on": false])
    #expect(line.hasSuffix("}\n"))
    #expect(line.filter { $0 == "\n" }.count == 1)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(object["message"] as? String == "a \"b\"\n")
    #expect(object["count"] as? Int == 3)
    #expect(object["on"] as? Bool == false)
    #expect(object["worker"] as? String == "w-1")
    #expect(object["level"] as? String == "warning")
    #expect(object["event"] as? String == "batch_failed")
    #expect(object["version"] as? String == "1.2.3")
    #expect(object["time"] as? String == "1970-01-01T00:00:00.000000Z")
    #expect(object["trace_id"] == nil && object["span_id"] == nil)
  }

  @Test(
    "1.4: JSON about a request that came with a traceparent names its trace and the span that sent it"
  )
  func tracedLine() throws {
    let trace = try #require(
      TraceContext(
        traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", tracestate: nil))
    let line = Self.text(.json, trace: trace, ["count": 3])
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(object["trace_id"] as? String == "0af7651916cd43dd8448eb211c80319c")
    #expect(object["span_id"] as? String == "b7ad6b7169203331")
    #expect(object["count"] as? Int == 3)
    #expect(
      Set(object.keys).subtracting(LogLine.ownMembers) == ["count"],
      "what a line has of itself is known, so that no field is called so")
  }

  @Test(
    "Nobody's text can begin a line or drive a terminal",
    arguments: ["a\nERROR forged", "a\r\u{1B}[2J", "a\u{2028}b", "a\u{202E}b", "\u{0}"])
  func forged(value: String) {
    let line = Self.text(.text, message: value, ["v": .text(value)])
    #expect(line.unicodeScalars.filter { $0.value < 0x20 }.map(\.value) == [0x0A])
    #expect(!line.unicodeScalars.contains { [0x2028, 0x202E].contains($0.value) })
  }

  @Test(
    "S16: nor can it in JSON, and the text is the same",
    arguments: [
      "a\u{9B}31m", "a\u{202E}b\u{2066}", "\u{7F}", "\u{85}x", "\u{FEFF}", "\u{61C}", "Größe 漢 😀",
    ])
  func forgedJSON(value: String) throws {
    let line = Self.text(.json, message: value, ["v": .text(value)])
    #expect(
      !line.unicodeScalars.contains {
        (0x7F..<0xA0).contains($0.value)
          || [0x61C, 0x202E, 0x2066, 0xFEFF].contains($0.value)
      })
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(object["message"] as? String == value)
    #expect(object["v"] as? String == value)
  }

  @Test("A line below the level is not even made")
  func disabled() {
    let log = Log(level: .warning, format: .text, worker: "w", descriptor: -1)
    var made = 0
    func clause() -> String? {
      made += 1
      return nil
    }
    log.write(.replyDropped, adding: clause())
    log.write(.workerStarted, adding: clause())
    #expect(made == 0)
    log.write(.batchFailed, adding: clause())
    #expect(made == 1)
  }

  @Test(
    "W4: lines that nobody reads hold nobody up, are dropped and counted; the count is logged when they are read",
    .timeLimit(.minutes(10)))
  func droppedLines() async throws {
    let pipe = Pipe()
    let log = Log(
      level: .info, format: .text, worker: "w",
      descriptor: pipe.fileHandleForWriting.fileDescriptor)
    // Several times what the pipe and the writer take together; with a log that waits this never ends.
    let count = 10_000
    let padding = String(repeating: "x", count: 200)
    for number in 1...count {
      log.write(.workerStarted, ["number": LogValue(number), "padding": .text(padding)])
    }
    log.flush(within: .milliseconds(1))

    let reading = Task.detached { try pipe.fileHandleForReading.readToEnd() ?? Data() }
    log.flush(within: .seconds(180))
    log.write(.workerStopped)
    log.flush(within: .seconds(180))
    try pipe.fileHandleForWriting.close()
    let lines = String(decoding: try await reading.value, as: UTF8.self).split(separator: "\n")
    let written = lines.filter { $0.contains(" number=") }.count
    let dropped = lines.compactMap { line -> Int? in
      line.contains("log lines were dropped") ? Int(line.split(separator: "=").last ?? "") : nil
    }
    #expect(written > 1_000 && written < count)
    #expect(written + dropped.reduce(0, +) == count, "every line is written or counted")
    #expect(!dropped.isEmpty)
    #expect(lines.last?.contains("worker stopped") == true)
  }

  @Test("A repeated warning passes once an interval and says how many were held back")
  func limited() {
    let limit = OncePerInterval(seconds: 60)
    func admit(_ seconds: Int64) -> Int64? {
      limit.admit(at: UTCInstant(microsecondsSince1970: seconds * 1_000_000))
    }
    #expect(admit(1_000) == 0)
    #expect((1_001..<1_060).allSatisfy { admit($0) == nil })
    #expect(admit(1_060) == 59)
    #expect(admit(1_061) == nil)
    #expect(admit(500) == 1, "a clock set back does not silence it")
  }
}
