import AMQP
import JSON
import Messages

/// Requests about what follows a draft against generated invoices of as many lines, in the same run and on the same database:
/// each a backlog, from the start of the workers to the last notification.
struct LifecycleComparison {
  let bench: Bench
  let database: PrivateDatabase
  var requests = 2_000
  var lines = 5
  var workers = 1
  var lanes: Int?
  var rounds = 3

  /// What each should reach of generation's rate.
  private static let goal = 0.8

  func run() async throws {
    Report.line(
      "lifecycle against generation, end to end: \(requests) requests of each type, invoices of \(lines) lines,",
      "\(workers) worker(s), \(database.name), \(rounds) rounds")
    var ratios: [String: [Double]] = [:]
    for round in 1...rounds {
      for (type, ratio) in try await measure(round) { ratios[type, default: []].append(ratio) }
    }
    for step in LifecycleStep.all(lines: lines) where step.isMeasured {
      Report.line(
        "  \(step.type) / generation:",
        Figures.summary(ofRatios: ratios[step.type] ?? [], least: Self.goal))
    }
  }

  /// The rate of each type in proportion to generation's.
  private func measure(_ round: Int) async throws -> [String: Double] {
    let name = "lifecycle_\(workers)_\(lanes ?? 0)_\(round)"
    return try await bench.withSystem(on: database, named: name) { address, sender, counter in
      try await ratios(
        Phases(
          comparison: self, address: address, round: round, sender: sender, counter: counter))
    }
  }

  private func ratios(_ phases: Phases) async throws -> [String: Double] {
    let workload = Workload(accounts: requests, linesPerRequest: lines)
    let upserts = workload.upserts()
    _ = try await phases.run("records.upsert.v1", count: upserts.count) { upserts[$0] }
    var names = [LifecycleNames](repeating: LifecycleNames(), count: requests)
    // Generation is measured before and after, so that what the machine does meanwhile meets both.
    let first = try await phases.run(.generation(until: "2026-01-02", "Posted"), &names)
    for index in names.indices { names[index].paid = names[index].latest }
    _ = try await phases.run("invoice.ingest.v1", count: requests) {
      workload.ingestion($0, hasCredit: true)
    } made: {
      names[$0].negative = $1.text("invoices", "invoiceId") ?? ""
    }
    var measured: [(type: String, pace: Pace)] = []
    for step in LifecycleStep.all(lines: lines) {
      let pace = try await phases.run(step, &names)
      if step.isMeasured { measured.append((step.type, pace)) }
    }
    let last = try await phases.run(.generation(until: "2026-02-02", "Posted"), &names)
    let generation = Pace(
      rate: (first.rate + last.rate) / 2, processor: (first.processor + last.processor) / 2)
    Report.line(
      "  round \(phases.round): invoice.generate.v1 \(Figures.whole(generation.rate)) requests/s",
      "(\(Figures.whole(first.rate)) before, \(Figures.whole(last.rate)) after),",
      "processor \(generation.processorText)")
    for (type, pace) in measured {
      Report.line(
        "    \(type) \(Figures.whole(pace.rate)) requests/s,",
        "ratio \(Figures.ratio(pace.rate / generation.rate)), processor \(pace.processorText)")
    }
    return Dictionary(measured.map { ($0.type, $0.pace.rate / generation.rate) }) { first, _ in
      first
    }
  }
}

/// How fast requests of a type were, and what they cost.
private struct Pace {
  /// Requests a second.
  let rate: Double
  /// The workers' processor time for each request, in seconds, their start included: what the rate would be by on a machine
  /// that does nothing else.
  let processor: Double

  var processorText: String { "\(Figures.ratio(processor * 1_000)) ms" }
}

/// Requests of one type after another, each with workers of its own.
private final class Phases {
  let round: Int
  private let comparison: LifecycleComparison
  private let address: String
  private let sender: Sender
  private let counter: CompletionCounter
  private var count = 0

  init(
    comparison: LifecycleComparison, address: String, round: Int, sender: Sender,
    counter: CompletionCounter
  ) {
    self.comparison = comparison
    self.address = address
    self.round = round
    self.sender = sender
    self.counter = counter
  }

  /// The pace of a step, after which the names are those that its completions gave.
  func run(_ step: LifecycleStep, _ names: inout [LifecycleNames]) async throws -> Pace {
    let before = names
    var after = names
    let pace = try await run(step.type, count: before.count) { account in
      var writer = JSONWriter(reservingCapacity: 512)
      writer.object { step.body(account, before[account], &$0) }
      return writer.bytes
    } made: { account, completion in
      after[account].note(completion, of: step.type)
    }
    names = after
    return pace
  }

  /// Measured from the start of the workers to the last completion; `made` gets each completion with its request's
  /// index.
  func run(
    _ type: String, count: Int, body: (Int) -> [UInt8],
    made: (Int, Completion) -> Void = { _, _ in }
  ) async throws -> Pace {
    self.count += 1
    let prefix = "\(self.count)-"
    try await sender.send(type, count: count, identifier: { prefix + String($0) }, body: body)
    let start = MonotonicInstant.now
    var processes: [ChildProcess] = []
    for number in 1...comparison.workers {
      processes.append(
        try comparison.bench.startWorker(
          address, name: "worker-\(number)", lanes: comparison.lanes))
    }
    let bodies = try await counter.take(count)
    let seconds = Figures.seconds(from: start)
    let processor = processes.reduce(0) { $0 + $1.processorSeconds }
    for process in processes { process.finish() }
    for body in bodies {
      let completion = try Completion(body)
      guard completion.isSuccess, completion.identifier.hasPrefix(prefix),
        let index = Int(completion.identifier.dropFirst(prefix.count))
      else {
        let answer = String(decoding: body.prefix(2_000), as: UTF8.self)
        throw ChildProcess.Failure(description: "\(type) was refused: \(answer)")
      }
      made(index, completion)
    }
    return Pace(rate: Double(count) / seconds, processor: processor / Double(count))
  }
}

/// What a completion names.
private struct Completion {
  let identifier: String
  let isSuccess: Bool
  private let data: JSONObject

  init(_ body: [UInt8]) throws {
    guard let data = try EventView(reading: body).data,
      case .string(let identifier)? = data["requestIdentifier"]
    else { throw ChildProcess.Failure(description: "a completion cannot be read") }
    self.identifier = identifier
    self.data = data
    if case .string("Succeeded")? = data["outcome"] { isSuccess = true } else { isSuccess = false }
  }

  /// A member of the first object in one of its lists.
  func text(_ list: String, _ member: String) -> String? {
    guard case .array(let elements)? = data[list] else { return nil }
    for case .object(let object) in elements {
      if case .string(let text)? = object[member] { return text }
    }
    return nil
  }
}

extension LifecycleNames {
  fileprivate mutating func note(_ completion: Completion, of type: String) {
    if type == "invoice.generate.v1" {
      latest = completion.text("invoices", "invoiceId") ?? ""
    }
    if let id = completion.text("applications", "applicationId") { application = id }
    if type == "credit-memo.create.v1" {
      creditMemo = completion.text("creditMemos", "creditMemoId") ?? ""
    }
  }
}
