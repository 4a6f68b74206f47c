extension WorkerStatus {
  /// The sentence, and one line for each part.
  package var verboseText: String {
    var lines = [sentence]
    for connection in connections { lines.append("broker, \(connection.name): \(connection.text)") }
    let commit = lastCommitSeconds.map { "last commit \(Self.seconds($0)) ago" }
    lines.append(
      "database: \(databaseKind), schema \(schema), \(isDatabaseAvailable ? "available" : "not available"), \(commit ?? "no commit yet")"
    )
    lines.append("lanes: \(busyLanes) of \(lanes) busy")
    lines.append("mailbox: \(waiting) deliveries wait, \(unacknowledged) are unacknowledged")
    if let outbox {
      lines.append(
        "outbox: \(outbox.messages) events wait, the oldest for \(Self.seconds(outbox.oldestAge))")
    } else {
      lines.append("outbox: not known now")
    }
    for (name, backlog) in relays.sorted(by: { $0.key < $1.key }) {
      lines.append(
        "\(name): \(backlog.waiting) wait, the oldest due for \(Self.seconds(backlog.oldestAge))")
    }
    if let taxEngine {
      let ages = taxEngine.ages.map { ages in
        ages.map { "\($0.state) \(Self.seconds($0.seconds))" }.joined(separator: ", ")
      }
      lines.append(
        "tax engine: \(taxEngine.isAway ? "away" : "there"); the oldest \(ages ?? "not known now")")
    }
    lines.append("clock: \(leadsClock ? "kept by this worker" : "not kept by this worker")")
    if let runs {
      lines.append("runs: \(runs.running) under way, \(runs.openChunks) chunks open")
    }
    if !pausedClasses.isEmpty {
      lines.append("paused by an operator: \(pausedClasses.joined(separator: ", "))")
    }
    if !stuck.isEmpty { lines.append("standing still: \(stuck.joined(separator: ", "))") }
    lines.append("version: \(build.version), up for \(Self.seconds(upSeconds))")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func tenths(of seconds: Double) -> Int64 {
    guard seconds > 0 else { return 0 }
    return Int64(min(seconds, 1e15) * 10)
  }

  /// In tenths.
  static func seconds(_ seconds: Double) -> String {
    let tenths = Self.tenths(of: seconds)
    return "\(tenths / 10).\(tenths % 10) s"
  }
}

extension WorkerStatus.Connection {
  fileprivate var text: String {
    guard isConnected else { return "not connected" }
    var text = "connected"
    if let host { text += " to \(host)" }
    if let connectedSeconds { text += " for \(WorkerStatus.seconds(connectedSeconds))" }
    if !isReady { text += ", not ready" }
    if let blockedSeconds {
      text += ", blocked by the broker for \(WorkerStatus.seconds(blockedSeconds))"
    }
    return text
  }
}
