/// Which traces are recorded: a total function, so that all processes of one trace decide the same.
package struct TraceSampler: Hashable, Sendable {
  /// Whether a trace that somebody else began is recorded as they decided.
  package let followsParent: Bool
  /// The share of the other traces that is recorded, 0 to 1.
  package let ratio: Double

  package init(followsParent: Bool = true, ratio: Double = 1) {
    self.followsParent = followsParent
    self.ratio = ratio
  }

  /// By the names that OpenTelemetry gives samplers (`OTEL_TRACES_SAMPLER`), and its argument; nil where one is unknown.
  package init?(name: String, argument: String?) {
    let ratio: Double
    if let argument {
      guard let number = Double(argument), (0...1).contains(number) else { return nil }
      ratio = number
    } else {
      ratio = 1
    }
    switch name {
    case "always_on": self.init(followsParent: false, ratio: 1)
    case "always_off": self.init(followsParent: false, ratio: 0)
    case "traceidratio": self.init(followsParent: false, ratio: ratio)
    case "parentbased_always_on": self.init(ratio: 1)
    case "parentbased_always_off": self.init(ratio: 0)
    case "parentbased_traceidratio": self.init(ratio: ratio)
    default: return nil
    }
  }

  package static let names = [
    "always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off",
    "parentbased_traceidratio",
  ]

  /// Whether the trace is recorded; `parent` is the span that it comes from, nil where it begins here.
  package func records(_ trace: TraceID, parent: SpanContext?) -> Bool {
    if followsParent, let parent { return parent.isSampled }
    if ratio >= 1 { return true }
    // By the trace's last 8 bytes, of which the recommendation wants at least 7 to be random.
    return Double(trace.low >> 11) < ratio * 0x1p53
  }
}
