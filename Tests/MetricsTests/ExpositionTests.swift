import Metrics
import Testing

@Suite struct ExpositionTests {
  private static let families: [MetricFamily] = {
    var requests = MetricFamily("w_requests", .counter, "Requests, by \"class\".\nTwo lines.")
    requests.add(.integer(3), [.init("class", "generate"), .init("note", "a\"b\\c\nd")])
    let histogram = Histogram(bounds: [0.1, 1])
    histogram.observe(0.1)
    histogram.observe(5, count: 2)
    histogram.note(Histogram.Exemplar(traceID: "4bf9", value: 5, time: 12.5))
    var seconds = MetricFamily("w_seconds", .histogram, "Time.")
    seconds.add(histogram)
    var ready = MetricFamily("w_ready", .gauge, "Whether it works.")
    ready.add(.integer(1))
    return [requests, seconds, ready, MetricFamily("w_unknown", .gauge, "Nobody knows.")]
  }()

  @Test func `the text form 0.0.4 has no exemplars, and no line for what has no value`() {
    #expect(
      Exposition.prometheus.text(of: Self.families) == """
        # HELP w_requests_total Requests, by "class".\\nTwo lines.
        # TYPE w_requests_total counter
        w_requests_total{class="generate",note="a\\"b\\\\c\\nd"} 3
        # HELP w_seconds Time.
        # TYPE w_seconds histogram
        w_seconds_bucket{le="0.1"} 1
        w_seconds_bucket{le="1.0"} 1
        w_seconds_bucket{le="+Inf"} 3
        w_seconds_sum 10.1
        w_seconds_count 3
        # HELP w_ready Whether it works.
        # TYPE w_ready gauge
        w_ready 1

        """)
  }

  @Test func `OpenMetrics names counters without their ending, has exemplars, and ends`() {
    let text = Exposition.openMetrics.text(of: Self.families)
    #expect(text.contains("# TYPE w_requests counter\nw_requests_total{"))
    #expect(text.contains(#"# HELP w_requests Requests, by \"class\".\nTwo lines."#))
    #expect(text.contains("w_seconds_bucket{le=\"+Inf\"} 3 # {trace_id=\"4bf9\"} 5.0 12.5\n"))
    #expect(text.hasSuffix("\n# EOF\n"))
    #expect(!text.contains("w_unknown"))
  }

  @Test(
    arguments: [
      (nil, Exposition.prometheus), ("", .prometheus), ("text/plain", .prometheus),
      ("*/*", .prometheus),
      ("application/openmetrics-text", .openMetrics),
      (
        "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.4,*/*;q=0.1",
        .openMetrics
      ),
      ("text/plain, Application/OpenMetrics-Text ; version=0.0.1", .openMetrics),
      ("application/openmetrics-textual", .prometheus),
    ] as [(String?, Exposition)])
  func `only who names OpenMetrics gets it`(accept: String?, form: Exposition) {
    #expect(Exposition(accepting: accept) == form)
  }
}

@Suite struct CountingTests {
  @Test func `a value lies in the first bucket whose bound it does not pass`() {
    let histogram = Histogram(bounds: [1, 2, 5])
    for value in [0.5, 1, 1.5, 2, 5, 5.1] { histogram.observe(value) }
    #expect(histogram.snapshot.cumulative == [2, 4, 5, 6])
    #expect(histogram.snapshot.sum == 15.1)
  }

  @Test func `what no clock should say is counted all the same`() {
    let histogram = Histogram(bounds: [1])
    for value in [-3, .nan, .infinity, -.infinity, 1e300] { histogram.observe(value) }
    #expect(histogram.snapshot.cumulative == [3, 5])
  }

  @Test func `counters of many threads lose nothing`() async {
    let counters = LabeledCounters(["a", "b"])
    await withTaskGroup { group in
      for _ in 0..<8 {
        group.addTask { for _ in 0..<1_000 { counters.add(to: "a") } }
      }
    }
    counters.add(to: "c")
    #expect(counters["a"] == 8_000 && counters["b"] == 0 && counters.sum == 8_000)
  }

  @Test func `labels that occur have a bound`() {
    let counters = OccurringCounters(most: 2)
    for label in ["b", "a", "c", "d", "a"] { counters.add(to: label) }
    #expect(counters.current.map(\.label) == ["a", "b", "other"])
    #expect(counters.current.map(\.count) == [2, 1, 2])
  }
}
