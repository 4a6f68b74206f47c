import AMQP
import Billing
import Messages
import Worker

/// Sends an import's chunks, several at a time, and hears what became of them.
struct ImportRun {
  private let source: ImportSource
  private let sender: RequestSender
  private let receiver: EventReceiver
  private let console: Console
  /// How long to wait for any answer at all.
  private let patience: Duration
  private var bar: ProgressBar
  private(set) var report: ImportReport

  /// Chunks sent and not answered: enough to keep several workers busy, few enough to hold in memory.
  private static let window = 4
  /// After so long without an answer the open chunks are sent again: a reply is sent at best effort, and
  /// the same request under the same identifier is answered from what is stored.
  private static let resendAfter = Duration.seconds(10)

  init(
    source: ImportSource, sender: RequestSender, receiver: EventReceiver, console: Console,
    patience: Duration
  ) {
    self.source = source
    self.sender = sender
    self.receiver = receiver
    self.console = console
    self.patience = patience
    bar = ProgressBar(total: source.lines.count, of: "records", console: console)
    report = ImportReport(faults: source.faults)
  }

  /// Stage by stage: what a record names is stored before the record.
  mutating func run() async throws(CommandFailure) {
    for stage in ImportPlan.stages(of: source.lines) { try await send(stage) }
    bar.clear()
  }

  private mutating func send(_ stage: [ImportChunk]) async throws(CommandFailure) {
    var waiting = stage[...]
    var open: [String: (chunk: ImportChunk, request: RequestToSend)] = [:]
    var silence = Duration.zero
    while !waiting.isEmpty || !open.isEmpty {
      while open.count < Self.window, let chunk = waiting.popFirst() {
        let request = try request(for: chunk)
        open[request.identifier] = (chunk, request)
        try await sender.send(request, replyTo: receiver.queue)
      }
      show()
      let wait = min(Self.resendAfter, patience - silence)
      let deliveries = await receiver.next(within: wait)
      if deliveries.isEmpty {
        silence += wait
        try await resend(open.values.map(\.request), after: silence)
        continue
      }
      silence = .zero
      for delivery in deliveries {
        // An answer that came twice is of no chunk any more.
        guard let identifier = delivery.properties.correlationID,
          let answered = open.removeValue(forKey: identifier)
        else { continue }
        let completion = try CompletionText.read(delivery.body)
        if let rest = report.take(completion, of: answered.chunk, fileNames: source.fileNames) {
          waiting.append(rest)
        }
      }
    }
    show()
  }

  private mutating func resend(
    _ requests: [RequestToSend], after silence: Duration
  ) async throws(CommandFailure) {
    bar.clear()
    guard silence < patience else {
      throw .unavailable(
        "no worker answered within \(silence.components.seconds) s; start one with invoice-worker run, and import again: what is stored already stays as it is"
      )
    }
    console.error("no answer for \(silence.components.seconds) s; does a worker run? Waiting on.")
    for request in requests { try await sender.send(request, replyTo: receiver.queue) }
  }

  private func request(for chunk: ImportChunk) throws(CommandFailure) -> RequestToSend {
    var records: [[UInt8]] = []
    for line in chunk.lines { records.append(try source.files[line.file].text(of: line)) }
    return RequestToSend(
      type: RequestType.upsertRecords.rawValue,
      identifier: RandomIdentifier.make(prefix: "import-"),
      source: RequestCommand.defaultSource, body: ImportChunk.body(of: records))
  }

  private mutating func show() {
    let refused = report.refusedCount
    bar.show(
      done: report.storedCount + refused - source.faults.count,
      note: refused == 0 ? "" : "\(refused) refused")
  }
}
