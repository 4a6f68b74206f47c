internal import CPostgreSQL

/// Where a database is and how to log in: a `postgres://` URL, or libpq's `key=value` form, with
/// everything libpq understands (several hosts, `sslmode`, `sslrootcert`, `target_session_attrs` …).
///
/// Holds a password, so neither its description nor its mirror shows more than user, host, port and
/// database.
package struct PostgreSQLURL: Hashable, Sendable, CustomStringConvertible,
  CustomDebugStringConvertible, CustomReflectable
{
  /// What the text sets, by libpq's keywords; nothing for what it leaves to defaults.
  let options: [String: String]

  /// - Throws: ``PostgreSQLError`` of ``SQLState/invalidParameterValue`` for a text libpq cannot
  ///   read. Its own words are withheld: they quote the text, password and all.
  package init(_ text: String) throws(PostgreSQLError) {
    let unreadable = PostgreSQLError(
      code: .invalidParameterValue, message: "the connection string cannot be read")
    guard Self.hasPlainAuthority(text), let parsed = unsafe PQconninfoParse(text, nil) else {
      throw unreadable
    }
    defer { unsafe PQconninfoFree(parsed) }
    var options: [String: String] = [:]
    var option = unsafe parsed
    while let keyword = unsafe option.pointee.keyword {
      if let value = unsafe option.pointee.val {
        unsafe options[String(cString: keyword)] = String(cString: value)
      }
      unsafe option += 1
    }
    guard Self.hasPorts(options), Self.hasKnownMode(options) else { throw unreadable }
    self.options = options
  }

  package var description: String {
    var text = "postgres://"
    if let user = options["user"] { text += "\(user)@" }
    text += options["host"] ?? options["hostaddr"] ?? ""
    if let port = options["port"] { text += ":\(port)" }
    if let database = options["dbname"] { text += "/\(database)" }
    return text
  }

  package var debugDescription: String { description }

  package var customMirror: Mirror { Mirror(self, children: []) }

  /// One set of options for each host of the list, in order, so that each gets its own deadline: in
  /// one attempt over all of them a host that does not answer would use up everybody's time.
  var hosts: [[String: String]] {
    let names = Self.list(options["host"])
    let addresses = Self.list(options["hostaddr"])
    let ports = Self.list(options["port"])
    let count = max(names.count, addresses.count)
    guard count > 1 else { return [options] }
    return (0..<count).map { index in
      var single = options
      single["host"] = index < names.count ? names[index] : nil
      single["hostaddr"] = index < addresses.count ? addresses[index] : nil
      // One port stands for all hosts, as in libpq.
      single["port"] = ports.count == 1 ? ports[0] : index < ports.count ? ports[index] : nil
      return single
    }
  }

  /// For each host, in milliseconds; nil where the text sets none. libpq keeps to it in the call that is not
  /// used here only, and takes a number below 1 for no limit, which would be one lane less for ever.
  var connectTimeout: Int64? {
    guard let text = options["connect_timeout"], let seconds = Int64(text), seconds > 0 else {
      return nil
    }
    return min(seconds, 3_600) * 1_000
  }

  private static func list(_ text: String?) -> [String] {
    guard let text else { return [] }
    return text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }
}
