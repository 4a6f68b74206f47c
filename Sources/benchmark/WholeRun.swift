import JSON
import Messages

/// What a run took, and what the workers say of it.
struct WholeRun {
  let seconds: Double
  let lines: Int
  /// The largest worker's, in KiB: each second, and at most.
  var residents: [Int] = []
  var peak = 0
  /// The workers' processor time, in seconds.
  var processor = 0.0
  /// That each worker did.
  private(set) var chunks: [Int] = []
  private var selections = 0
  private var milliseconds = (chunks: 0, selections: 0)

  init(seconds: Double, lines: Int) {
    self.seconds = seconds
    self.lines = lines
  }

  /// Lines a second.
  var rate: Double { Double(lines) / seconds }

  /// Of the time that lanes spent on the run.
  var selectionShare: Double {
    Double(milliseconds.selections)
      / Double(max(1, milliseconds.selections + milliseconds.chunks))
  }

  /// Of one page.
  var secondsOfSelection: Double {
    Double(milliseconds.selections) / 1_000 / Double(max(1, selections))
  }

  /// Resident memory when a quarter, a half, three quarters and all of the time was over.
  var quarters: [Int] {
    guard !residents.isEmpty else { return [] }
    return (1...4).map { residents[max(0, residents.count * $0 / 4 - 1)] }
  }

  /// Adds what a worker wrote to its log when it stopped.
  mutating func note(log path: String) throws {
    for line in TextFile.lines(of: path) {
      guard case .object(let fields)? = try? JSONDocument(reading: Array(line.utf8)).root,
        case .string("worker stopped")? = fields["message"]
      else { continue }
      func number(_ name: String) -> Int {
        guard case .number(let text)? = fields[name] else { return 0 }
        return Int(text) ?? 0
      }
      chunks.append(number("chunks"))
      selections += number("selections")
      milliseconds.chunks += number("chunkMilliseconds")
      milliseconds.selections += number("selectionMilliseconds")
      return
    }
    throw ChildProcess.Failure(description: "\(path) does not say what its worker has done")
  }

  /// - Throws: unless the event says that everything was billed.
  func check(_ event: [UInt8], accounts: Int) throws {
    let data = try EventView(reading: event).data
    guard case .string("Completed")? = data?["status"],
      case .object(let counters)? = data?["counters"],
      case .number(let made)? = counters["invoicesMade"], Int(made) == accounts,
      case .number(let count)? = counters["lines"], Int(count) == lines
    else {
      let text = String(decoding: event.prefix(2_000), as: UTF8.self)
      throw ChildProcess.Failure(description: "the run did not bill everything: \(text)")
    }
  }

  /// For programs: rates in lines a second, memory in KiB.
  func json(generation: Double, database: String, workers: Int) -> String {
    func decimal(_ value: Double) -> String { Figures.ratio(value) }
    return """
      {"benchmark":"runs","database":"\(database)","workers":\(workers),"lines":\(lines),\
      "seconds":\(decimal(seconds)),"rate":\(decimal(rate)),"generationRate":\(decimal(generation)),\
      "ratio":\(decimal(rate / generation)),"selectionPercent":\(decimal(selectionShare * 100)),\
      "peakKibibytes":\(peak),"residentKibibytes":[\(quarters.map(String.init).joined(separator: ","))],\
      "chunks":[\(chunks.map(String.init).joined(separator: ","))]}
      """
  }
}
