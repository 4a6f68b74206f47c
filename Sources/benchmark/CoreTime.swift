/// What the machine's cores have done so far, in ticks, whoever for.
struct CoreTime {
  private let idle: Double
  private let all: Double

  static var now: CoreTime {
    // cpu user nice system idle iowait irq softirq steal; guests are in the first two.
    let words = TextFile.lines(of: "/proc/stat").first?.split(separator: " ") ?? []
    let ticks = words.dropFirst().prefix(8).map { Double($0) ?? 0 }
    return CoreTime(idle: ticks.dropFirst(3).prefix(2).reduce(0, +), all: ticks.reduce(0, +))
  }

  /// The share of the time since then that no core worked in, from 0 to 1.
  func idleShare(since before: CoreTime) -> Double {
    (idle - before.idle) / max(1, all - before.all)
  }
}
