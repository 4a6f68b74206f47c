/// Work beside the lanes: the one shape of everything that takes effect outside a request's transaction.
///
/// A *relay* carries out of the process what transactions have stored, and notes in the database what came of it: the
/// outbox's messages. A *clock* does what time brings: housekeeping. Neither knows the lanes, nor do the lanes know
/// them; they share the ``BackgroundSession``, and meet the lanes in the database.
package protocol BackgroundTask: Sendable {
  /// Runs until the task is cancelled or there is nothing more to come. What fails is tried again at the next turn.
  func run(over session: BackgroundSession) async
}
