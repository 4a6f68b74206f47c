/// A metric as it is told: what it is called, what it means, and its values now.
package struct MetricFamily: Sendable {
  package enum Kind: String, Hashable, Sendable {
    case counter
    case gauge
    case histogram
  }

  package struct Label: Hashable, Sendable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package enum Value: Hashable, Sendable {
    case integer(Int64)
    case real(Double)
  }

  package struct Sample: Sendable {
    /// What follows the family's name: of a histogram `_bucket`, `_sum` or `_count`.
    package let suffix: String
    package let labels: [Label]
    package let value: Value
    package var exemplar: Histogram.Exemplar?

    package init(suffix: String = "", labels: [Label] = [], value: Value) {
      self.suffix = suffix
      self.labels = labels
      self.value = value
    }
  }

  /// Without the `_total` of a counter, which the text adds.
  package let name: String
  /// One sentence.
  package let help: String
  package let kind: Kind
  package private(set) var samples: [Sample] = []

  package init(_ name: String, _ kind: Kind, _ help: String) {
    self.name = name
    self.kind = kind
    self.help = help
  }

  package mutating func add(_ value: Value, _ labels: [Label] = []) {
    samples.append(Sample(labels: labels, value: value))
  }

  /// Adds what a histogram has counted.
  package mutating func add(_ histogram: Histogram, _ labels: [Label] = []) {
    let snapshot = histogram.snapshot
    let bounds = histogram.bounds.map { "\($0)" } + ["+Inf"]
    for (place, bound) in bounds.enumerated() {
      var sample = Sample(
        suffix: "_bucket", labels: labels + [Label("le", bound)],
        value: .integer(snapshot.cumulative[place]))
      sample.exemplar = snapshot.exemplars[place]
      samples.append(sample)
    }
    samples.append(Sample(suffix: "_sum", labels: labels, value: .real(snapshot.sum)))
    samples.append(
      Sample(
        suffix: "_count", labels: labels, value: .integer(snapshot.cumulative[bounds.count - 1])))
  }
}
