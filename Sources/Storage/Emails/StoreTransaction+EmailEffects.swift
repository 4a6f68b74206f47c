package import Billing
package import CivilTime

extension StoreTransaction {
  /// Stores what decisions change of e-mails, in their order: what one suppresses a later one may let through again.
  package borrowing func write(
    _ effects: [EmailEffects], at now: UTCInstant
  ) throws(StoreError) {
    guard effects.contains(where: { !$0.isEmpty }) else { return }
    var rows = RowBuffer()
    for email in effects.flatMap(\.queued) {
      email.encode(into: &rows)
      rows.append(email.notBefore)
    }
    try database.write(.insert(EmailDelivery.written), rows)
    var latest: [EmailDelivery.ID: EmailDelivery] = [:]
    for email in effects.flatMap(\.changed) { latest[email.id] = email }
    var changes = RowBuffer()
    for (id, email) in latest.sorted(by: { $0.key < $1.key }) {
      changes.append(id)
      changes.append(email.status)
      changes.append(email.diagnostic)
    }
    try database.write(
      .update(EmailDelivery.table, set: EmailDelivery.changedColumns), changes)
    try suppress(effects, at: now)
  }

  private borrowing func suppress(
    _ effects: [EmailEffects], at now: UTCInstant
  ) throws(StoreError) {
    var suppressed: [String: String] = [:]
    var lifted: Set<String> = []
    for one in effects {
      for suppression in one.suppressed {
        suppressed[suppression.address] = suppression.reason
        lifted.remove(suppression.address)
      }
      for address in one.unsuppressed {
        suppressed[address] = nil
        lifted.insert(address)
      }
    }
    var rows = RowBuffer()
    for (address, reason) in suppressed.sorted(by: { $0.key < $1.key }) {
      rows.append(address)
      rows.append(reason)
      rows.append(now)
    }
    try database.write(.upsert(SuppressedAddress.table), rows)
    if !lifted.isEmpty {
      try database.execute(
        "DELETE FROM email_suppression WHERE address \(anyOf: lifted.sorted())")
    }
  }
}
