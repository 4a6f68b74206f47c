package import Billing
import CivilTime
package import JSON

extension JSONWriter {
  /// An error log, as `error-log.recorded.v1` and the command line show it.
  package mutating func errorLog(_ log: ErrorLog) {
    beginObject()
    member("errorLogNumber", log.number)
    member("category", log.entry.category.rawValue)
    member("severity", log.entry.severity.rawValue)
    member("errorCode", log.entry.code.rawValue)
    member("errorMessage", log.entry.message)
    reference("primaryRecord", log.entry.primaryRecord)
    reference("relatedRecord", log.entry.relatedRecord)
    member("requestIdentifier", log.requestIdentifier)
    key(plain: "occurrences")
    integer(log.occurrences)
    member("firstSeenAt", log.firstSeenAt)
    member("lastSeenAt", log.lastSeenAt)
    member("resolvedAt", log.resolvedAt)
    endObject()
  }
}
