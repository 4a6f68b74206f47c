package import Metrics
import Synchronization

extension WorkerStatus {
  /// The gauges; one whose value is not known now has no sample.
  package var families: [MetricFamily] {
    var info = MetricFamily.gauge("build_info", "What runs; always 1.")
    info.add(
      .integer(1),
      [
        .init("version", build.version), .init("commit", build.commit), .init("swift", build.swift),
        .init("schema", "\(schema)"),
      ])
    return [
      info, .gauge("ready", "Whether requests are taken: 1 or 0.", isReady ? 1 : 0),
      .gauge("lanes", "Transactions that may run side by side.", Int64(lanes)),
      .gauge("lanes_busy", "Lanes that have something in hand.", Int64(busyLanes)),
      .gauge("deliveries_waiting", "Deliveries that no lane has taken.", Int64(waiting)),
      .gauge("deliveries_unacknowledged", "Deliveries not settled yet.", Int64(unacknowledged)),
      .gauge(
        "outbox_messages", "Events in the database that are not known to be published.",
        outbox.map { Int64($0.messages) }),
      .gauge(
        "outbox_oldest_age_seconds", "Age of the oldest of them; 0 when there is none.",
        seconds: outbox?.oldestAge),
      .gauge("clock_leader", "Whether this worker keeps the clock: 1 or 0.", leadsClock ? 1 : 0),
      .gauge(
        "database_connected", "Whether the database answered when it was last asked: 1 or 0.",
        isDatabaseAvailable ? 1 : 0),
    ] + runFamilies + relayFamilies + taxFamilies + brokerFamilies + queueFamilies
  }

  private var runFamilies: [MetricFamily] {
    [
      .gauge(
        "runs_running", "Runs under way; told by the worker that keeps the clock.",
        runs.map { Int64($0.running) }),
      .gauge(
        "run_chunks_open",
        "Chunks and selections of runs that are not done; told by the worker that keeps the clock.",
        runs.map { Int64($0.openChunks) }),
    ]
  }

  private var relayFamilies: [MetricFamily] {
    var waiting = MetricFamily.gauge(
      "relay_waiting", "What waits in the database for a relay; every worker tells the same.")
    var age = MetricFamily.gauge(
      "relay_oldest_age_seconds",
      "For how long the oldest of it has been due; 0 when nothing is. Every worker tells the same.")
    for (name, backlog) in relays.sorted(by: { $0.key < $1.key }) {
      let labels = [MetricFamily.Label("relay", name)]
      waiting.add(.integer(Int64(backlog.waiting)), labels)
      age.add(.real(backlog.oldestAge), labels)
    }
    return [waiting, age]
  }

  private var taxFamilies: [MetricFamily] {
    var age = MetricFamily.gauge(
      "tax_oldest_age_seconds",
      "For how long the oldest tax transaction has been in a state; 0 when none is. Every worker tells the same."
    )
    for (state, seconds) in taxEngine?.ages ?? [] {
      age.add(.real(seconds), [MetricFamily.Label("state", state)])
    }
    return [
      .gauge(
        "tax_engine_away", "Whether the tax engine is taken to be away: 1 or 0.",
        taxEngine.map { $0.isAway ? 1 : 0 }), age,
    ]
  }

  private var brokerFamilies: [MetricFamily] {
    var connected = MetricFamily.gauge(
      "broker_connected", "Whether the connection to the broker is made: 1 or 0.")
    var blocked = MetricFamily.gauge(
      "broker_blocked", "Whether the broker refuses to read from the connection: 1 or 0.")
    var reconnected = MetricFamily.counter(
      "broker_reconnects", "How often the connection was made again.")
    for connection in connections {
      let labels = [MetricFamily.Label("connection", connection.name)]
      connected.add(.integer(connection.isConnected ? 1 : 0), labels)
      blocked.add(.integer(connection.blockedSeconds == nil ? 0 : 1), labels)
      reconnected.add(.integer(connection.reconnects), labels)
    }
    return [
      connected, blocked, reconnected,
      .gauge(
        "broker_certificate_expiry_timestamp_seconds",
        "When the first certificate of the broker's chain expires, in seconds since 1970.",
        certificateEnd),
    ]
  }

  private var queueFamilies: [MetricFamily] {
    var ready = MetricFamily.gauge(
      "queue_messages_ready", "Messages that wait in a queue; every worker tells the same.")
    var consumers = MetricFamily.gauge(
      "queue_consumers", "Consumers of a queue; every worker tells the same.")
    for queue in queues {
      let labels = [MetricFamily.Label("queue", queue.name)]
      ready.add(.integer(Int64(queue.messages)), labels)
      consumers.add(.integer(Int64(queue.consumers)), labels)
    }
    return [ready, consumers]
  }
}

extension ProcessMeasures {
  /// Under the names that every program has for them.
  var families: [MetricFamily] {
    var cpu = MetricFamily("process_cpu_seconds", .counter, "Processor time used, in seconds.")
    if let cpuSeconds { cpu.add(.real(cpuSeconds)) }
    func gauge(_ name: String, _ help: String, _ value: Int64?) -> MetricFamily {
      var family = MetricFamily("process_" + name, .gauge, help)
      if let value { family.add(.integer(value)) }
      return family
    }
    var start = MetricFamily(
      "process_start_time_seconds", .gauge, "When the process began, in seconds since 1970.")
    if let startSeconds { start.add(.real(startSeconds)) }
    return [
      cpu, gauge("resident_memory_bytes", "Resident memory in bytes.", residentBytes),
      gauge("open_fds", "Open file descriptors.", openFiles),
      gauge("max_fds", "Open file descriptors at most.", mostFiles),
      gauge("threads", "Threads of the process.", threads), start,
    ]
  }
}
