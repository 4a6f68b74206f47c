import Billing
import CivilTime
import JSON
import Messages

/// What an event told a consumer that the database must know: the request that was completed, and the numbers of
/// invoices.
struct ToldEvent: Hashable, Sendable {
  /// nil for an event that is no completion.
  let request: RequestKey?
  let requestType: String?
  let outcome: String?
  let completedAt: String?
  let invoiceNumbers: [String]

  /// nil when the line is no event.
  init?(_ line: [UInt8]) {
    let event: EventView
    do throws(JSONError) { event = try EventView(reading: line) } catch { return nil }
    guard event.type != nil, let data = event.data else { return nil }
    let completion = CompletionView(event)
    request = completion.map {
      RequestKey(source: $0.requestSource ?? "", identifier: $0.requestIdentifier)
    }
    requestType = completion?.requestType
    outcome = completion?.outcome?.rawValue
    completedAt = completion?.completedAt
    var numbers = completion?.invoices.compactMap(\.number) ?? []
    // Of an event about one invoice.
    if case .string(let number)? = data["invoiceNumber"] { numbers.append(number) }
    invoiceNumbers = numbers
  }
}
