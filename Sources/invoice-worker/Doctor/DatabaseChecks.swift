import PostgreSQLStorage
import SQLiteStorage
import Storage
import Worker

/// Whether the database is there, with the schema of this program, and keeps what it is given.
struct DatabaseChecks {
  let store: OperatorStore
  let lanes: Int
  /// Those that take requests now, as far as the broker tells.
  let workers: Int

  /// PostgreSQL counts so; 14 is the oldest that is tried.
  static let leastVersion = 140_000
  /// Dead rows of the outbox from which on its tables are worth a look, unless as many are alive.
  static let bloatedRows: Int64 = 100_000
  /// Seconds after which a transaction is long: it keeps dead rows from being removed.
  static let longTransaction: Int64 = 600
  /// Microseconds that the clocks of two machines may differ by.
  static let clockDifference: Int64 = 2_000_000

  struct Result {
    var checks: [DoctorCheck]
    /// Whether the program's tables can be read.
    var isCurrent: Bool
  }

  func examine() -> Result {
    var checks: [DoctorCheck] = []
    var isCurrent = false
    do throws(StoreError) {
      try Schema(StoreSession(store.opener, for: .reading)).check()
      isCurrent = true
      checks += [
        .fine(.database, "reachable", "\(store.location)"),
        .fine(.database, "schema", "version \(Schema.current)"),
      ]
      checks += try StoreSession(store.opener, for: .reading).pauses().map(Self.paused)
    } catch {
      checks += unusable(error)
      if error.kind == .unavailable { return Result(checks: checks, isCurrent: false) }
    }
    if let server = store.opener as? PostgreSQLOpener {
      do throws(StoreError) {
        checks += Self.checks(
          of: try server.inspect(), needed: (lanes + 1) * max(1, workers) + 2)
      } catch {
        // A server that does not answer a second time has been said to be unusable by the first.
        if isCurrent { checks += unusable(error) }
      }
    }
    return Result(checks: checks, isCurrent: isCurrent)
  }

  private func unusable(_ error: StoreError) -> [DoctorCheck] {
    let variable = ConfigurationVariable.database.rawValue
    let reached = DoctorCheck.fine(.database, "reachable", "\(store.location)")
    let sentence = store.failure(error).sentence
    switch error.kind {
    case .schemaMissing:
      return [reached, .failed(.database, "schema", "\(error.message)", .migrate)]
    case .schemaTooNew:
      return [
        reached,
        .failed(.database, "schema", "\(error.message)", .advice("upgrade this program")),
      ]
    case .unavailable:
      return [
        .unavailable(
          .database, "reachable", "\(store.location): \(error.message)",
          .advice("start the server (systemctl start postgresql), or correct \(variable)"))
      ]
    case .contention:
      return [
        reached,
        .failed(
          .database, "locks", "another process keeps the database locked",
          .advice("find it and let it end")),
      ]
    case .environment, .constraint, .fault:
      return [
        .failed(.database, "usable", sentence, .advice("correct \(variable) or the database"))
      ]
    }
  }

  private static func paused(_ pause: WorkPause) -> DoctorCheck {
    .notice(
      .database, "paused", "\(pause.workClass), by \(pause.by) since \(pause.since)",
      .command("invoice-worker resume \(pause.workClass)"))
  }

  // MARK: PostgreSQL

  static func checks(of found: PostgreSQLInspection, needed: Int) -> [DoctorCheck] {
    [
      version(found), durability(found), standbys(found), connections(found, needed: needed),
      .fine(.database, "pooler", "none that shares sessions"), outbox(found), transactions(found),
      clock(found),
    ]
  }

  private static func version(_ found: PostgreSQLInspection) -> DoctorCheck {
    let text = "PostgreSQL \(found.serverVersion / 10_000).\(found.serverVersion % 10_000)"
    return found.serverVersion >= leastVersion
      ? .fine(.database, "version", text)
      : .failed(
        .database, "version", "\(text) is too old; 14 is the least",
        .advice("upgrade the server to PostgreSQL 14 or newer"))
  }

  private static func durability(_ found: PostgreSQLInspection) -> DoctorCheck {
    guard found.hasFsync else {
      return .failed(
        .database, "fsync", "off: a power cut loses what was committed",
        .command("psql -c 'ALTER SYSTEM SET fsync = on' -c 'SELECT pg_reload_conf()'"))
    }
    guard found.synchronousCommit != "off" else {
      return .failed(
        .database, "synchronous_commit",
        "off by default: workers turn it on for themselves, and whatever else writes may lose what it committed",
        .command(
          "psql -c 'ALTER SYSTEM SET synchronous_commit = on' -c 'SELECT pg_reload_conf()'"))
    }
    return .fine(.database, "synchronous_commit", found.synchronousCommit)
  }

  private static func standbys(_ found: PostgreSQLInspection) -> DoctorCheck {
    .fine(
      .database, "synchronous_standby_names",
      found.synchronousStandbys.isEmpty
        ? "none: a commit waits for this server's disk only" : found.synchronousStandbys)
  }

  private static func connections(_ found: PostgreSQLInspection, needed: Int) -> DoctorCheck {
    found.maxConnections >= Int64(needed)
      ? .fine(
        .database, "max_connections", "\(found.maxConnections), and workers need \(needed)")
      : .failed(
        .database, "max_connections", "\(found.maxConnections), and workers need \(needed)",
        .command("psql -c 'ALTER SYSTEM SET max_connections = \(needed)' # and restart the server"))
  }

  private static func outbox(_ found: PostgreSQLInspection) -> DoctorCheck {
    guard let outbox = found.outbox else {
      return .notChecked(.database, "outbox", "the server has no figures of its tables")
    }
    let size =
      "\(RunWords.count(outbox.live, "row")), \(outbox.dead) dead, \(outbox.bytes >> 10) KiB"
    return outbox.dead < max(bloatedRows, outbox.live)
      ? .fine(.database, "outbox", size)
      : .notice(
        .database, "outbox", "bloated: \(size)",
        .command("psql -c 'VACUUM outbox_message, outbox_pack'"))
  }

  private static func transactions(_ found: PostgreSQLInspection) -> DoctorCheck {
    if found.longestTransaction > longTransaction {
      return .notice(
        .database, "transactions",
        "one is open for \(found.longestTransaction) s; dead rows stay until it ends",
        .command(
          "psql -c 'SELECT pid, xact_start, query FROM pg_stat_activity ORDER BY 2 LIMIT 5'"))
    }
    guard found.hiddenSessions == 0 else {
      return .notChecked(
        .database, "transactions",
        "this role does not see \(RunWords.count(found.hiddenSessions, "session")) of others",
        .advice("run doctor as a role with pg_read_all_stats"))
    }
    return .fine(.database, "transactions", "none open for long")
  }

  private static func clock(_ found: PostgreSQLInspection) -> DoctorCheck {
    let difference = found.clockAheadMicroseconds
    let milliseconds = difference.magnitude / 1_000
    return difference.magnitude < clockDifference.magnitude
      ? .fine(.database, "clock", "within \(milliseconds) ms of this machine's")
      : .failed(
        .database, "clock",
        "\(milliseconds) ms \(difference > 0 ? "ahead of" : "behind") this machine's",
        .command("timedatectl set-ntp true # on both machines"))
  }
}
