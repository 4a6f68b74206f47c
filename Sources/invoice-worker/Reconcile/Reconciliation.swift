import Billing
import CivilTime
import Storage

/// What was told and the database does not know. Grows with what is missing, not with what is read.
struct Reconciliation {
  private(set) var eventCount = 0
  private(set) var unreadableCount = 0
  /// Completions whose identifiers the database may have forgotten in its ordinary course.
  private(set) var forgottenCount = 0
  private(set) var requests: [ToldEvent] = []
  private(set) var numbers: [String] = []

  private var waiting: [ToldEvent] = []
  private var namedRequests: Set<RequestKey> = []
  private var namedNumbers: Set<String> = []
  private let retainedSince: UTCInstant
  private let ask: (_ keys: [RequestKey], _ numbers: [String]) throws(CommandFailure) -> Known

  struct Known {
    let requests: Set<RequestKey>
    let numbers: Set<String>
  }

  /// Events of one question to the database.
  private static let atOnce = 500

  /// - Parameters:
  ///   - retainedSince: identifiers of requests that were completed before may be forgotten.
  ///   - ask: what the database knows of these.
  init(
    retainedSince: UTCInstant,
    ask: @escaping (_ keys: [RequestKey], _ numbers: [String]) throws(CommandFailure) -> Known
  ) {
    self.retainedSince = retainedSince
    self.ask = ask
  }

  var isClean: Bool { requests.isEmpty && numbers.isEmpty }

  /// Takes one event; nil stands for what is none.
  mutating func add(_ event: ToldEvent?) throws(CommandFailure) {
    guard let event else {
      unreadableCount += 1
      return
    }
    eventCount += 1
    guard event.request != nil || !event.invoiceNumbers.isEmpty else { return }
    waiting.append(event)
    if waiting.count >= Self.atOnce { try compare() }
  }

  /// To be called when there are no more events.
  mutating func finish() throws(CommandFailure) { try compare() }

  private mutating func compare() throws(CommandFailure) {
    guard !waiting.isEmpty else { return }
    let known = try ask(waiting.compactMap(\.request), waiting.flatMap(\.invoiceNumbers))
    for event in waiting {
      for number in event.invoiceNumbers
      where !known.numbers.contains(number) && namedNumbers.insert(number).inserted {
        numbers.append(number)
      }
      guard let request = event.request, !known.requests.contains(request) else { continue }
      if let at = event.completedAt.flatMap({ UTCInstant(rfc3339: $0) }), at < retainedSince {
        forgottenCount += 1
      } else if namedRequests.insert(request).inserted {
        requests.append(event)
      }
    }
    waiting = []
  }
}
