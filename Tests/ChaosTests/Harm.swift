/// What a test does to the system while requests flow.
enum Harm: Sendable {
  /// SIGKILL to one of the workers; another takes its place.
  case killWorker
  /// The database's processes end as in a power cut; it starts again and recovers.
  case killDatabase
  /// The database is stopped in order, stays away for a moment, and starts again.
  case restartDatabase
  /// The database keeps its connections and answers nothing for a moment.
  case freezeDatabase
  case killBroker
  case restartBroker

  /// One round, in an order of its own each time.
  static func round(_ number: Int, using random: inout some RandomNumberGenerator) -> [Harm] {
    let broker: Harm = number.isMultiple(of: 2) ? .restartBroker : .killBroker
    let harms =
      Array(repeating: Harm.killWorker, count: 8)
      + [.killDatabase, .restartDatabase, .freezeDatabase, broker]
    return harms.shuffled(using: &random)
  }
}
