import Glibc

/// `benchmark COMMAND`: measurements of the whole system, on a broker of its own, for people to read. Not a test:
/// nothing passes or fails here.
@main
enum Benchmark {
  static let usage = """
    Usage: benchmark COMMAND [--database sqlite|postgres] [--requests N] [--lines N] [--workers N] [--lanes N] [--rounds N]

      end-to-end   requests/s from a loaded queue to the last notification
      ingestion    the same for ingested invoices, against generation; and one of 10,000 lines
      lifecycle    requests/s of each request about what follows a draft, against generation in the same run
      latency      request to notification on an idle system
      flood        a good request's time while another sender floods the queue, against its idle time
                   (--kinds refused,full,huge,slow)
      memory       a worker's memory with a long backlog (--requests N waiting)
      plan         the billing core alone, in memory: lines/s, allocations a line (--lines N in all)
      decode       the decoder alone, in memory: requests/s, MB/s, allocations a request (--seconds N each)
      documents    documents alone, in memory: UBL in, CII in, UBL out (--seconds N each, --lines N of each)
      amqp         the client against plain C on the same broker (--messages N --rounds N)
      database-limit  what PostgreSQL does with the same rows (--seconds N --connections N)
      against-limit   end to end on PostgreSQL, against the pipelined limit in the same run
      job-limit    a worker's cost for 1,000 requests, and what their part at the broker costs alone, by a client in
                   plain C, in turn: a table (--json for programs). --against PROGRAM: an earlier invoice-worker in
                   the same rounds, in ratios; --latency: the time of a single request too
      reports      aging of open invoices and the audit, against a plain scan of the same rows
                   (--invoices N --lines N --rounds N)
      runs         an invoice run over many accounts, against generation of as many lines in the same run: ratio,
                   time in selection, memory (--schedules N in all, --lines N of each account, --currencies N)
      size         what a million invoices take on this machine: minutes, database, write-ahead log, outbox, broker's disk; a
                   table (--requests N measured, --lines N, --workers N: from one to so many)
      tax          the client of a tax engine alone, against a compiled one that answers at once and after 50 ms
                   (--requests N documents, --lines N, --connections N)
      tax-runs     an invoice run with that engine, against the same without one: at once, after 50 ms, and with failures
                   (--schedules N, --lines N of each account, --connections N, --workers N, --lanes N)
      all          one after another, but for plan, decode, documents, against-limit, job-limit, reports, size, tax and
                   tax-runs

    Example:
      swift build -c release --static-swift-stdlib --product invoice-worker
      swift build -c release --static-swift-stdlib --product benchmark
      .build/release/benchmark end-to-end --requests 20000
      .build/release/benchmark job-limit --database postgres --against ../earlier/.build/release/invoice-worker
    """

  static func main() async {
    guard let command = BenchmarkCommand(Array(CommandLine.arguments.dropFirst())) else {
      Report.line(usage)
      exit(64)
    }
    do {
      guard command.needsBroker else {
        try await command.runWithoutBroker()
        return
      }
      let bench = try await Bench.prepare()
      do {
        try await command.run(on: bench)
      } catch {
        Report.note("benchmark: \(error)")
        try bench.end()
        exit(1)
      }
      try bench.end()
    } catch {
      Report.note("benchmark: \(error)")
      exit(69)
    }
  }
}
