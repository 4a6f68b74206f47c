import Billing
import Messages
import Worker

/// The chunks of one stage of an import, and of refused chunks what is left without the lines at fault.
struct ImportSeries: RequestSeries {
  private let source: ImportSource
  private var waiting: ArraySlice<ImportChunk> = []
  private var bar: ProgressBar
  private(set) var report: ImportReport

  /// Chunks sent and not answered: enough to keep several workers busy, few enough to hold in memory.
  private static let window = 4

  static let sendingAgain = "import again: what is stored already stays as it is"

  init(source: ImportSource, console: Console) {
    self.source = source
    bar = ProgressBar(total: source.lines.count, of: "records", console: console)
    report = ImportReport(faults: source.faults)
  }

  /// Sends everything, stage by stage: what a record names is stored before the record.
  mutating func run(over exchange: RequestExchange) async throws(CommandFailure) {
    for stage in ImportPlan.stages(of: source.lines) {
      waiting = stage[...]
      try await exchange.run(&self, window: Self.window)
    }
    clearProgress()
  }

  mutating func next() throws(CommandFailure) -> (request: RequestToSend, part: ImportChunk)? {
    guard let chunk = waiting.popFirst() else { return nil }
    return (try request(for: chunk), chunk)
  }

  mutating func take(
    _ completion: CompletionView, to request: RequestToSend, of chunk: ImportChunk
  ) {
    if let rest = report.take(completion, of: chunk, fileNames: source.fileNames) {
      waiting.append(rest)
    }
  }

  private func request(for chunk: ImportChunk) throws(CommandFailure) -> RequestToSend {
    var records: [[UInt8]] = []
    for line in chunk.lines { records.append(try source.text(of: line)) }
    return RequestToSend(
      type: RequestType.upsertRecords.rawValue,
      identifier: RandomIdentifier.make(prefix: "import-"),
      source: RequestToSend.defaultSource, body: ImportChunk.body(of: records))
  }

  mutating func showProgress() {
    let refused = report.refusedCount
    bar.show(
      done: report.storedCount + refused - source.faults.count,
      note: refused == 0 ? "" : "\(refused) refused")
  }

  mutating func clearProgress() { bar.clear() }
}
