/// The queues that are neither for requests nor for retries: <doc:BrokerObjects>.
package enum QueueName {
  /// The dead letters: nothing in it ever expires.
  package static let dead = "invoice.dead"
  /// The ready-made place where users' notifications arrive: completions, runs, e-mail.
  package static let notifications = "invoice.notifications"
  /// The ready-made place for systems that follow whole invoices, payments and credit memos. Apart, so that a
  /// million invoices do not push users' notifications out.
  package static let changes = "invoice.changes"
  package static let errorLogs = "invoice.error-logs"

  /// Whether a name belongs to this installation's fixed queues. A `reply_to` that names one is
  /// ignored: an answer among the requests would be handled as a request.
  package static func isReserved(_ name: String) -> Bool {
    reserved.contains(name)
  }

  private static let reserved: Set<String> = Set(Topology.standard.queues.map(\.name))
}
