import CivilTime

/// For each of some days the first of a list of periods that holds it. The cost grows with the days and
/// the periods, not with their product: both are as many as an invoice has lines.
struct FirstHolders {
  private let days: [CivilDate]
  /// By the day's index; nil where no period holds it.
  private var holders: [Int?]
  /// From each index on, the next one that may be without a holder.
  private var next: [Int]

  init(of days: Set<CivilDate>, among periods: some Sequence<CivilPeriod?>) {
    self.days = days.sorted()
    holders = Array(repeating: nil, count: days.count)
    next = Array(0...days.count)
    for (number, period) in periods.enumerated() {
      guard let period else { continue }
      var index = nextOpen(from: self.index(of: period.from))
      while index < self.days.count, period.contains(self.days[index]) {
        holders[index] = number
        next[index] = index + 1
        index = nextOpen(from: index)
      }
    }
  }

  /// The number of the first period that holds the day; nil for none, and for a day that was not asked for.
  subscript(day: CivilDate) -> Int? {
    let index = index(of: day)
    return index < days.count && days[index] == day ? holders[index] : nil
  }

  /// The index of the first day that is not before `day`.
  private func index(of day: CivilDate) -> Int {
    var low = 0
    var high = days.count
    while low < high {
      let middle = (low + high) / 2
      if days[middle] < day { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private mutating func nextOpen(from start: Int) -> Int {
    var index = start
    while next[index] != index {
      next[index] = next[next[index]]
      index = next[index]
    }
    return index
  }
}
