import AMQP
import Messages

/// Sends requests, several at a time, and receives the answer to each.
struct RequestExchange {
  let sender: RequestSender
  let receiver: EventReceiver
  let console: Console
  /// How long to wait for any answer at all.
  let patience: Duration

  /// After this long without an answer the open requests are sent again: replies are best effort, and
  /// the same request under the same identifier is answered from what is stored.
  private static let resendAfter = Duration.seconds(10)

  /// Runs `body` with the broker's connections of a command.
  static func with<Value: Sendable>(
    _ broker: OperatorBroker, console: Console, patience: Duration,
    _ body: (RequestExchange) async throws(CommandFailure) -> Value
  ) async throws(CommandFailure) -> Value {
    try await EventReceiver.with(broker) { receiver throws(CommandFailure) in
      try await RequestSender.with(broker) { sender throws(CommandFailure) in
        try await body(
          RequestExchange(
            sender: sender, receiver: receiver, console: console, patience: patience))
      }
    }
  }

  /// Sends a series to its end, at most `window` requests unanswered at once. Requests that would come back with
  /// the same are one request, whose answer is that of all.
  func run<Series: RequestSeries>(
    _ series: inout Series, window: Int
  ) async throws(CommandFailure) {
    var open: [String: (request: RequestToSend, parts: [Series.Part])] = [:]
    var silence = Duration.zero
    while true {
      while !Task.isCancelled, open.count < window, let (request, part) = try series.next() {
        guard open[request.answeredWith]?.parts.append(part) == nil else { continue }
        open[request.answeredWith] = (request, [part])
        try await sender.send(request, replyTo: receiver.queue)
      }
      series.showProgress()
      // The command was cancelled: open requests stay in their queue.
      if Task.isCancelled { throw .interrupted }
      guard !open.isEmpty else { return }
      let wait = min(Self.resendAfter, patience - silence)
      let deliveries = await receiver.next(within: wait)
      if Task.isCancelled, deliveries.isEmpty { throw .interrupted }
      silence = deliveries.isEmpty ? silence + wait : .zero
      if deliveries.isEmpty {
        series.clearProgress()
        try await resend(open.values.map(\.request), after: silence, Series.sendingAgain)
      }
      for delivery in deliveries {
        // A duplicate answer finds nothing open any more; anything else in the queue was not asked for.
        guard let correlation = delivery.properties.correlationId, let answered = open[correlation],
          let completion = CompletionText.completion(in: delivery.body),
          sender.isAnswer(completion, to: answered.request)
        else { continue }
        open[correlation] = nil
        for part in answered.parts { series.take(completion, to: answered.request, of: part) }
      }
    }
  }

  private func resend(
    _ requests: [RequestToSend], after silence: Duration, _ sendingAgain: String
  ) async throws(CommandFailure) {
    guard silence < patience else {
      throw .unavailable(
        "no worker answered within \(silence.components.seconds) s; start one with invoice-worker run, and \(sendingAgain)"
      )
    }
    console.error(
      "no answer for \(silence.components.seconds) s; is a worker running? Still waiting.")
    for request in requests { try await sender.send(request, replyTo: receiver.queue) }
  }
}
