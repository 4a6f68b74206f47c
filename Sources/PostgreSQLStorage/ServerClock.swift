internal import CivilTime
internal import Glibc
internal import PostgreSQL

/// The server's clock as this machine knows it: read once a minute, and carried on in between by the time that has
/// passed here, which no setting of this machine's clock changes.
struct ServerClock {
  private var reading: (server: UTCInstant, here: Int64)?

  /// Microseconds after which the server is asked again.
  private static let validity: Int64 = 60 * 1_000_000

  mutating func now(_ connection: PostgreSQLConnection) throws(PostgreSQLError) -> UTCInstant {
    let here = Self.elapsed
    if let reading, here - reading.here < Self.validity {
      return reading.server.adding(microseconds: here - reading.here)
    }
    let answer = try connection.query("SELECT clock_timestamp()", PostgreSQLParameters())
    let server = UTCInstant(microsecondsSince1970: try answer.timestamp(0, 0))
    reading = (server, Self.elapsed)
    return server
  }

  /// Microseconds on a clock that only runs forward, also while the machine sleeps.
  private static var elapsed: Int64 {
    var time = timespec()
    // Fails only for an unknown clock or a bad address, and neither can be given here.
    clock_gettime(CLOCK_BOOTTIME, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
  }
}
