/// A counter for each value of a label whose values are known: all of them are there from the start, so that the first
/// increase is seen too.
package struct LabeledCounters<Label: Hashable & Sendable>: Sendable {
  private let counters: [(label: Label, counter: Counter)]
  private let places: [Label: Int]

  package init(_ labels: [Label]) {
    counters = labels.map { ($0, Counter()) }
    places = Dictionary(zip(labels, labels.indices)) { first, _ in first }
  }

  /// Adds to a label's counter; a label that was not named at the start has none.
  package func add(_ count: Int = 1, to label: Label) { add(Int64(count), to: label) }

  package func add(_ count: Int64, to label: Label) {
    guard count != 0, let place = places[label] else { return }
    counters[place].counter.add(count)
  }

  package subscript(label: Label) -> Int64 {
    places[label].map { counters[$0].counter.current } ?? 0
  }

  /// In the order in which the labels were named.
  package var current: [(label: Label, count: Int64)] {
    counters.map { ($0.label, $0.counter.current) }
  }

  package var sum: Int64 { counters.reduce(0) { $0 + $1.counter.current } }
}
