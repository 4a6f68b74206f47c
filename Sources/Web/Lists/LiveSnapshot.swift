package import CivilTime
import JSON

/// The numbers of a moment, for the front page and those who follow it.
package struct LiveSnapshot: Hashable, Sendable {
  package struct Queue: Hashable, Sendable {
    package let name: String
    package let ready: Int
    package let consumers: Int
    /// Messages a second that came, and that were taken; nil while that is not known yet.
    package var arriving: Double?
    package var leaving: Double?
    /// What waited, of the last quarter of an hour, oldest first.
    package var history: [Int] = []

    package init(name: String, ready: Int, consumers: Int) {
      self.name = name
      self.ready = ready
      self.consumers = consumers
    }
  }

  package struct Outbox: Hashable, Sendable {
    package let count: Int
    package let oldestSeconds: Double?

    package init(count: Int, oldestSeconds: Double?) {
      self.count = count
      self.oldestSeconds = oldestSeconds
    }
  }

  package let at: UTCInstant
  /// Those that the broker has, in the order of the front page.
  package var queues: [Queue] = []
  /// A worker's own words on itself (`/status.json`), a JSON text each.
  package var workers: [String] = []
  package var outbox: Outbox?
  /// Why there is less than there should be, a sentence each.
  package var troubles: [String] = []

  package init(at: UTCInstant) { self.at = at }

  /// The data of a frame.
  package var json: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("at")
    writer.string(at.description)
    writer.key("queues")
    writer.beginArray()
    for queue in queues { Self.write(queue, to: &writer) }
    writer.endArray()
    writer.key("workers")
    writer.beginArray()
    for worker in workers { writer.fragment(worker.utf8) }
    writer.endArray()
    writer.key("outbox")
    if let outbox {
      writer.beginObject()
      writer.key("count")
      writer.integer(outbox.count)
      writer.key("oldestSeconds")
      Self.write(outbox.oldestSeconds, to: &writer)
      writer.endObject()
    } else {
      writer.null()
    }
    writer.key("troubles")
    writer.beginArray()
    for trouble in troubles { writer.string(trouble) }
    writer.endArray()
    writer.endObject()
    return writer.bytes
  }

  private static func write(_ queue: Queue, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("name")
    writer.string(queue.name)
    writer.key("ready")
    writer.integer(queue.ready)
    writer.key("consumers")
    writer.integer(queue.consumers)
    writer.key("in")
    write(queue.arriving, to: &writer)
    writer.key("out")
    write(queue.leaving, to: &writer)
    writer.endObject()
  }

  private static func write(_ number: Double?, to writer: inout JSONWriter) {
    guard let number, number.isFinite else { return writer.null() }
    writer.number(Parts.tenths(number))
  }

  /// A frame of server-sent events. Its identifier is the time, which tells whoever comes back that nothing was missed: each frame is whole.
  package var frame: [UInt8] {
    // The data is one line: what may stand between JSON's values is no line end. In its texts there is none.
    Array("event: snapshot\nid: \(at.microsecondsSince1970)\ndata: ".utf8)
      + json.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }
      + Array("\n\n".utf8)
  }

  /// What a stream begins with: how long to wait before asking again.
  package static let streamBeginning = Array("retry: 2000\n\n".utf8)
}
