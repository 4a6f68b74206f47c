import Storage
import Worker

/// Whether the standby that is read from is there, follows, and how far behind it is.
enum StandbyChecks {
  /// Microseconds from which on what is read is worth a look.
  static let longDelay: Int64 = 60 * 1_000_000

  private static let variable = ConfigurationVariable.readDatabase.rawValue

  /// Nothing where no standby is configured.
  static func examine(_ configuration: Configuration) -> [DoctorCheck] {
    guard configuration.readDatabase != nil else { return [] }
    do throws(CommandFailure) {
      let store = try OperatorStore.forReading(configuration)
      return checks(
        of: try store.query { queries throws(StoreError) in try queries.standby() })
    } catch {
      let repair = DoctorCheck.Repair.advice(
        "correct \(variable), or take it away: the database itself is read then")
      return [
        error.status == .unavailable
          ? .unavailable(.database, "standby", error.sentence, repair)
          : .failed(.database, "standby", error.sentence, repair)
      ]
    }
  }

  static func checks(of standby: Standby?) -> [DoctorCheck] {
    let reached = DoctorCheck.fine(.database, "standby", "reachable, with this program's schema")
    guard let standby else {
      return [reached, .notChecked(.database, "standby's delay", "the server does not tell")]
    }
    guard standby.isFollowing else {
      return [
        .notice(
          .database, "standby", "\(variable) names a database that follows no other",
          .advice("let \(variable) name a standby of the database, or take it away"))
      ]
    }
    guard let behind = standby.behindMicroseconds else {
      return [
        reached,
        .notChecked(
          .database, "standby's delay", "it has replayed nothing since its server started"),
      ]
    }
    let text = "\(behind / 1_000_000).\(behind / 100_000 % 10) s behind at most"
    return [
      reached,
      behind < longDelay
        ? .fine(.database, "standby's delay", text)
        : .notice(
          .database, "standby's delay", text,
          .command("psql -c 'SELECT * FROM pg_stat_replication' # on the primary")),
    ]
  }
}
