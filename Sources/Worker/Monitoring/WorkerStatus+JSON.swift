import JSON

extension WorkerStatus {
  /// The document of `/status.json`. Members are only added from version to version; what is not known now is null.
  package var json: [UInt8] {
    var writer = JSONWriter(reservingCapacity: 2_048)
    writer.beginObject()
    write("state", state.rawValue, to: &writer)
    writer.key("ready")
    writer.bool(isReady)
    write("sentence", sentence, to: &writer)
    writer.key("pauseReasons")
    writer.beginArray()
    for reason in reasons { writer.string(reason.rawValue) }
    writer.endArray()
    write("worker", name, to: &writer)
    write("version", build.version, to: &writer)
    writer.key("upSeconds")
    write(upSeconds, to: &writer)
    writeBroker(to: &writer)
    writeDatabase(to: &writer)
    writeWork(to: &writer)
    writer.key("pausedClasses")
    writer.beginArray()
    for work in pausedClasses { writer.string(work) }
    writer.endArray()
    writer.key("clockLeader")
    writer.bool(leadsClock)
    writeRelays(to: &writer)
    writeTaxEngine(to: &writer)
    writer.key("standingStill")
    writer.beginArray()
    for part in stuck { writer.string(part) }
    writer.endArray()
    writer.endObject()
    return writer.bytes + [UInt8(ascii: "\n")]
  }

  private func writeBroker(to writer: inout JSONWriter) {
    writer.key("broker")
    writer.beginObject()
    for connection in connections {
      writer.key(connection.name)
      writer.beginObject()
      writer.key("connected")
      writer.bool(connection.isConnected)
      writer.key("ready")
      writer.bool(connection.isReady)
      writer.key("host")
      if let host = connection.host { writer.string(host) } else { writer.null() }
      writer.key("connectedSeconds")
      write(connection.connectedSeconds, to: &writer)
      writer.key("blockedSeconds")
      write(connection.blockedSeconds, to: &writer)
      writer.key("reconnects")
      writer.integer(connection.reconnects)
      writer.endObject()
    }
    writer.endObject()
  }

  private func writeDatabase(to writer: inout JSONWriter) {
    writer.key("database")
    writer.beginObject()
    write("kind", databaseKind, to: &writer)
    writer.key("available")
    writer.bool(isDatabaseAvailable)
    writer.key("schema")
    writer.integer(schema)
    writer.key("lastCommitSeconds")
    write(lastCommitSeconds, to: &writer)
    writer.endObject()
  }

  private func writeWork(to writer: inout JSONWriter) {
    writer.key("lanes")
    writer.beginObject()
    writer.key("count")
    writer.integer(lanes)
    writer.key("busy")
    writer.integer(busyLanes)
    writer.endObject()
    writer.key("deliveries")
    writer.beginObject()
    writer.key("waiting")
    writer.integer(waiting)
    writer.key("unacknowledged")
    writer.integer(unacknowledged)
    writer.endObject()
    writer.key("outbox")
    writer.beginObject()
    writer.key("messages")
    if let outbox { writer.integer(outbox.messages) } else { writer.null() }
    writer.key("oldestAgeSeconds")
    write(outbox?.oldestAge, to: &writer)
    writer.endObject()
    writer.key("queues")
    writer.beginObject()
    for queue in queues {
      writer.key(queue.name)
      writer.beginObject()
      writer.key("messagesReady")
      writer.integer(queue.messages)
      writer.key("consumers")
      writer.integer(queue.consumers)
      writer.endObject()
    }
    writer.endObject()
  }

  private func writeRelays(to writer: inout JSONWriter) {
    writer.key("runs")
    writer.beginObject()
    writer.key("running")
    if let runs { writer.integer(runs.running) } else { writer.null() }
    writer.key("openChunks")
    if let runs { writer.integer(runs.openChunks) } else { writer.null() }
    writer.endObject()
    writer.key("relays")
    writer.beginObject()
    for (name, backlog) in relays.sorted(by: { $0.key < $1.key }) {
      writer.key(name)
      writer.beginObject()
      writer.key("waiting")
      writer.integer(backlog.waiting)
      writer.key("oldestAgeSeconds")
      write(backlog.oldestAge, to: &writer)
      writer.endObject()
    }
    writer.endObject()
  }

  private func writeTaxEngine(to writer: inout JSONWriter) {
    writer.key("taxEngine")
    guard let taxEngine else { return writer.null() }
    writer.beginObject()
    writer.key("away")
    writer.bool(taxEngine.isAway)
    writer.key("oldestAgeSeconds")
    if let ages = taxEngine.ages {
      writer.beginObject()
      for (state, seconds) in ages {
        writer.key(state)
        write(seconds, to: &writer)
      }
      writer.endObject()
    } else {
      writer.null()
    }
    writer.endObject()
  }

  private func write(_ key: String, _ text: String, to writer: inout JSONWriter) {
    writer.key(key)
    writer.string(text)
  }

  private func write(_ seconds: Double?, to writer: inout JSONWriter) {
    guard let seconds else { return writer.null() }
    writer.number("\(seconds)")
  }
}
