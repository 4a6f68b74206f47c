package import CivilTime
import JSON
package import Storage

/// The numbers of a moment, for the front page and those who follow it.
package struct LiveSnapshot: Hashable, Sendable {
  package struct Queue: Hashable, Sendable {
    package let name: String
    package let ready: Int
    package let consumers: Int
    /// Messages a second that came, and that were taken; nil while that is not known yet.
    package var arriving: Double?
    package var leaving: Double?
    /// In seconds: what nineteen of twenty requests of the last minute did not wait longer than, over all workers; nil where none came.
    package var waitP95: Double?
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

    /// `now`: up to when it is counted, which the oldest may be later than.
    package init(count: Int, oldest: UTCInstant?, at now: UTCInstant) {
      self.init(
        count: count,
        oldestSeconds: oldest.map { oldest in
          Double(max(0, now.microsecondsSince1970 - oldest.microsecondsSince1970)) / 1_000_000
        })
    }
  }

  /// Where what the database has is read.
  package enum Reading: Hashable, Sendable {
    case database
    /// From a standby; nil where its server does not tell how it stands.
    case standby(Standby?)

    /// By how much what is read is behind at most; nil where that is not known.
    package var behindMicroseconds: Int64? {
      switch self {
      case .database: 0
      case .standby(let standby): standby?.behindMicroseconds
      }
    }
  }

  package let at: UTCInstant
  package var reading = Reading.database
  /// Those that the broker has, in the order of the front page.
  package var queues: [Queue] = []
  /// Those that the database has on its list; nil where it did not answer.
  package var workers: [ListedWorker]?
  /// The own words of the worker that is asked (`/status.json`), a JSON text; nil where none is asked, or none answers.
  package var status: String?
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
    for queue in queues {
      Self.write(
        name: queue.name, [("ready", queue.ready), ("consumers", queue.consumers)],
        [("in", queue.arriving), ("out", queue.leaving), ("waitP95", queue.waitP95)], to: &writer)
    }
    writer.endArray()
    writer.key("workers")
    if let workers {
      writer.beginArray()
      for worker in workers { Self.write(worker, to: &writer) }
      writer.endArray()
    } else {
      writer.null()
    }
    writer.key("status")
    if let status { writer.fragment(status.utf8) } else { writer.null() }
    writer.key("outbox")
    if let outbox {
      Self.write([("count", outbox.count)], [("oldestSeconds", outbox.oldestSeconds)], to: &writer)
    } else {
      writer.null()
    }
    writer.key("secondsBehind")
    Self.write(secondsBehind, to: &writer)
    writer.key("troubles")
    writer.beginArray()
    for trouble in troubles { writer.string(trouble) }
    writer.endArray()
    writer.endObject()
    return writer.bytes
  }

  /// Of what the database has; nil where it is not known.
  var secondsBehind: Double? { reading.behindMicroseconds.map { Double($0) / 1_000_000 } }

  /// An object of a name, where there is one, of counts and of what is measured.
  private static func write(
    name: String? = nil, _ counts: [(name: String, count: Int)],
    _ measured: [(name: String, number: Double?)], to writer: inout JSONWriter
  ) {
    writer.beginObject()
    if let name {
      writer.key("name")
      writer.string(name)
    }
    for (name, count) in counts {
      writer.key(name)
      writer.integer(count)
    }
    for (name, number) in measured {
      writer.key(name)
      write(number, to: &writer)
    }
    writer.endObject()
  }

  private static func write(_ worker: ListedWorker, to writer: inout JSONWriter) {
    let presence = worker.presence
    writer.beginObject()
    for (name, text) in [
      ("name", presence.name), ("instance", presence.instance), ("host", presence.host),
      ("version", presence.version), ("state", presence.state), ("sentence", worker.sentence),
      ("upSince", worker.startedAt.description), ("lastSeen", worker.lastSeenAt.description),
    ] {
      writer.key(name)
      writer.string(text)
    }
    writer.key("isStale")
    writer.bool(worker.isStale)
    writer.key("lanes")
    writer.integer(presence.lanes)
    writer.key("lanesBusy")
    write(worker.lanesBusy, to: &writer)
    writer.key("requests")
    write(worker.requestsPerSecond, to: &writer)
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

extension ListedWorker {
  /// What it does, or why it takes nothing; of one that was not seen lately that alone is known.
  var sentence: String { isStale ? "not seen lately" : presence.reason ?? presence.state }

  /// Of its lanes, within the last minute.
  var lanesBusy: Double { Double(presence.busyThousandths) * Double(presence.lanes) / 1_000 }

  var requestsPerSecond: Double { Double(presence.requestsPerMinute) / 60 }
}
