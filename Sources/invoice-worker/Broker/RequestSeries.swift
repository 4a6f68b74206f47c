import Messages

/// Requests that a command sends, and what it does with their answers; see ``RequestExchange``.
protocol RequestSeries {
  /// What an answer is the answer of.
  associatedtype Part

  /// The next to send; nil when there is none, unless an answer brings one.
  mutating func next() throws(CommandFailure) -> (request: RequestToSend, part: Part)?

  /// Takes the answer to a request that it gave. Comes once for each part.
  mutating func take(_ completion: CompletionView, to request: RequestToSend, of part: Part)

  mutating func showProgress()
  mutating func clearProgress()

  /// Why sending all of them again is safe, as it continues "… start one with invoice-worker run, and".
  static var sendingAgain: String { get }
}
