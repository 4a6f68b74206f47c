import Glibc

/// What rounds of ``JobLimit`` come to: a median, the least and the most of each figure.
struct JobLimitTable {
  /// What the broker may cost a worker, against the client in C.
  static let goal = 1.1

  private static let width = 60
  private static let columnWidth = 11

  private struct Figure {
    /// For people, and for programs.
    let title: String
    let name: String
    /// Of each round in which it was measured.
    let values: [Double]
  }

  private let figures: [Figure]
  private let rounds: [JobLimit.Round]

  init(_ rounds: [JobLimit.Round], hasDatabase: Bool) {
    self.rounds = rounds
    figures = (Self.own(rounds, hasDatabase) + Self.against(rounds, hasDatabase))
      .filter { !$0.values.isEmpty }
  }

  private static func own(_ rounds: [JobLimit.Round], _ hasDatabase: Bool) -> [Figure] {
    let own = rounds.compactMap(\.own)
    let client = rounds.compactMap(\.client)
    let times = rounds.compactMap(\.ownTimes)
    let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
    // For 1,000 requests, in milliseconds.
    func cost(_ seconds: [Double]) -> [Double] { seconds.map { $0 * 1_000_000 } }
    return [
      Figure(title: "requests/s", name: "rate", values: own.map(\.rate)),
      Figure(title: "worker, ms/1,000", name: "worker", values: cost(own.map(\.worker))),
      Figure(
        title: "database, ms/1,000", name: "database",
        values: hasDatabase ? cost(own.map(\.database)) : []),
      Figure(title: "broker, ms/1,000", name: "broker", values: cost(own.map(\.broker))),
      Figure(
        title: "its part alone, ms/1,000", name: "brokerAlone", values: cost(client.map(\.broker))),
      Figure(
        title: "broker / its part alone", name: "brokerRatio",
        values: rounds.compactMap { ratio($0.own?.broker, $0.client?.broker) }),
      Figure(
        title: "idle, % of \(cores) cores", name: "idle", values: own.map { $0.idle * 100 }),
      Figure(title: "one request, p50, ms", name: "p50", values: times.map { percentile(0.5, $0) }),
      Figure(
        title: "one request, p99, ms", name: "p99", values: times.map { percentile(0.99, $0) }),
    ]
  }

  /// This program's figures divided by the earlier one's of the same round.
  private static func against(_ rounds: [JobLimit.Round], _ hasDatabase: Bool) -> [Figure] {
    func ratios(_ value: (EndToEnd.Sample) -> Double) -> [Double] {
      rounds.compactMap { ratio($0.own.map(value), $0.earlier.map(value)) }
    }
    func ratios(_ share: Double) -> [Double] {
      rounds.compactMap {
        ratio(
          $0.ownTimes.map { percentile(share, $0) }, $0.earlierTimes.map { percentile(share, $0) })
      }
    }
    return [
      Figure(title: "requests/s, × earlier", name: "rateRatio", values: ratios(\.rate)),
      Figure(title: "worker, × earlier", name: "workerRatio", values: ratios(\.worker)),
      Figure(
        title: "database, × earlier", name: "databaseRatio",
        values: hasDatabase ? ratios(\.database) : []),
      Figure(title: "broker, × earlier", name: "earlierBrokerRatio", values: ratios(\.broker)),
      Figure(title: "p50, × earlier", name: "p50Ratio", values: ratios(0.5)),
      Figure(title: "p99, × earlier", name: "p99Ratio", values: ratios(0.99)),
    ]
  }

  /// nil where one was not measured, or the clock of the kernel saw nothing.
  private static func ratio(_ value: Double?, _ other: Double?) -> Double? {
    guard let value, let other, other > 0 else { return nil }
    return value / other
  }

  /// In milliseconds.
  private static func percentile(_ share: Double, _ times: [Double]) -> Double {
    Figures.percentile(share, of: times) * 1_000
  }

  // MARK: Output

  /// For people, none longer than 60 columns.
  var lines: [String] {
    var lines = [Self.line("", ["median", "least", "most"])]
    for figure in figures {
      lines.append(
        Self.line(
          figure.title,
          [
            Figures.median(figure.values), figure.values.min() ?? 0, figure.values.max() ?? 0,
          ].map(Figures.ratio)))
    }
    if let ratio = figures.first(where: { $0.name == "brokerRatio" })?.values,
      Figures.median(ratio) > Self.goal
    {
      lines.append("The broker costs more than \(Figures.ratio(Self.goal)) × its part alone.")
    }
    return lines
  }

  private static func line(_ title: String, _ columns: [String]) -> String {
    func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
    let titleWidth = width - columns.count * columnWidth
    return title + blanks(titleWidth - title.count)
      + columns.map { blanks(columnWidth - $0.count) + $0 }.joined()
  }

  /// For programs: costs are milliseconds of processor time for 1,000 requests, times are milliseconds, and `acknowledged` and
  /// `confirmed` are what the client in C did in all rounds.
  func json(database: String, requests: Int, lines: Int) -> String {
    let members = figures.map { figure in
      let values = figure.values.map(Figures.ratio).joined(separator: ",")
      return """
        "\(figure.name)":{"median":\(Figures.ratio(Figures.median(figure.values))),"rounds":[\(values)]}
        """
    }
    let client = rounds.compactMap(\.client)
    return """
      {"benchmark":"job-limit","database":"\(database)","requests":\(requests),"lines":\(lines),\
      "rounds":\(rounds.count),"goal":\(Figures.ratio(Self.goal)),\
      "acknowledged":\(client.reduce(0) { $0 + $1.acknowledged }),\
      "confirmed":\(client.reduce(0) { $0 + $1.confirmed }),\
      "figures":{\(members.joined(separator: ","))}}
      """
  }
}
