import Billing
import CivilTime
import JSON
import Monetary

/// What a tax engine's books say of a document, for people and for programs.
extension TaxTransaction {
  /// In a sentence: `ToCommit since 2026-02-01 10:00:00Z, 1 call, next 2026-02-01 10:00:10Z: it answers with status 503`.
  var shown: String {
    var parts = ["\(state.rawValue) since \(stateSince.secondsText)"]
    if let failure { parts.append(failure.code.rawValue) }
    if let transactionId { parts.append("transaction \(transactionId)") }
    if let committedTax {
      parts.append("booked \(committedTax.decimalText) instead of \(total.decimalText)")
    }
    if attempts > 0 { parts.append(RunWords.count(attempts, "call")) }
    if let nextAttemptAt { parts.append("next \(nextAttemptAt.secondsText)") }
    return parts.joined(separator: ", ") + (reason.map { ": \($0)" } ?? "")
  }
}

extension JSONWriter {
  /// The member `taxTransaction`; nothing where an engine is not told of the document.
  mutating func taxTransaction(_ transaction: TaxTransaction?) {
    guard let transaction else { return }
    key(plain: "taxTransaction")
    beginObject()
    taxMember("state", transaction.state.rawValue)
    taxMember("stateSince", transaction.stateSince.description)
    taxMember("transactionId", transaction.transactionId)
    taxMember("totalTax", transaction.total.decimalText)
    taxMember("committedTax", transaction.committedTax?.decimalText)
    key(plain: "attempts")
    integer(transaction.attempts)
    taxMember("nextAttemptAt", transaction.nextAttemptAt?.description)
    taxMember("errorCode", transaction.failure?.code.rawValue)
    taxMember("reason", transaction.reason)
    endObject()
  }

  private mutating func taxMember(_ name: StaticString, _ text: String?) {
    key(plain: name)
    if let text { string(text) } else { null() }
  }
}
