package import AMQP
package import CivilTime
import Messages

/// What is written on a message that failed: who, where, why and since when.
package struct FaultHeaders: Sendable {
  package let code: String
  package let message: String
  package let worker: String
  package let at: UTCInstant

  package init(code: String, message: String, worker: String, at: UTCInstant) {
    self.code = code
    self.message = message
    self.worker = worker
    self.at = at
  }

  /// The message is what may be long; the other headers have bounds of their own.
  private static let messageLimit = 4 * 1_024

  /// The headers of a copy of `received`, for the parking lot or a retry queue.
  ///
  /// The sender's headers are kept, the broker's are not (`x-death` would count twice). Together they
  /// stay within what ``AMQP/OutgoingMessage`` allows; where the sender's alone are too much, they are
  /// left out, since the fault headers are what an operator needs.
  ///
  /// - Parameter retries: the value of `attempt` from now on.
  package func table(for received: ReceivedRequest, retries: Int) -> HeaderTable {
    let own = received.delivery.properties.headers
    var table = (own ?? HeaderTable()).filter {
      !$0.name.hasPrefix("x-") && !Self.names.contains($0.name)
    }
    if table.wireSize > OutgoingMessage.headersLimit - FaultHeader.bytesLimit {
      table = HeaderTable()
    }
    table[FaultHeader.attempt] = .int64(Int64(retries))
    table[FaultHeader.code] = .string(code)
    table[FaultHeader.message] = .string(Self.cut(message))
    table[FaultHeader.queue] = .string(received.delivery.queue)
    table[FaultHeader.attempts] = .int64(received.attempts)
    let firstAt = own?[FaultHeader.firstAt]?.text.flatMap { UTCInstant(rfc3339: $0) } ?? at
    table[FaultHeader.firstAt] = .string(firstAt.description)
    table[FaultHeader.lastAt] = .string(at.description)
    table[FaultHeader.worker] = .string(worker)
    if received.delivery.isTruncated {
      table[FaultHeader.bodySize] = .int64(Int64(clamping: received.delivery.bodySize))
      table[FaultHeader.bodyTruncated] = .boolean(true)
    }
    return table
  }

  private static let names: Set<String> = [
    FaultHeader.attempt, FaultHeader.code, FaultHeader.message, FaultHeader.queue,
    FaultHeader.attempts, FaultHeader.firstAt, FaultHeader.lastAt, FaultHeader.worker,
    FaultHeader.bodySize, FaultHeader.bodyTruncated,
  ]

  /// Cut at a character, so that the header stays UTF-8.
  private static func cut(_ message: String) -> String {
    guard message.utf8.count > messageLimit else { return message }
    var cut = ""
    for character in message {
      guard cut.utf8.count + character.utf8.count <= messageLimit - 3 else { break }
      cut.append(character)
    }
    return cut + "…"
  }
}
