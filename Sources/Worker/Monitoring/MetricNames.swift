import Metrics

/// Makes families under the prefix that all of the worker's metrics have.
extension MetricFamily {
  static let prefix = "invoice_worker_"

  static func counter(_ name: String, _ help: String) -> MetricFamily {
    MetricFamily(prefix + name, .counter, help)
  }

  static func gauge(_ name: String, _ help: String) -> MetricFamily {
    MetricFamily(prefix + name, .gauge, help)
  }

  static func counter(_ name: String, _ help: String, _ counter: Counter) -> MetricFamily {
    var family = Self.counter(name, help)
    family.add(.integer(counter.current))
    return family
  }

  /// Of nanoseconds.
  static func seconds(_ name: String, _ help: String, _ counter: Counter) -> MetricFamily {
    var family = Self.counter(name, help)
    family.add(.seconds(counter.current))
    return family
  }

  static func gauge(_ name: String, _ help: String, _ value: Int64?) -> MetricFamily {
    var family = gauge(name, help)
    if let value { family.add(.integer(value)) }
    return family
  }

  static func gauge(_ name: String, _ help: String, seconds: Double?) -> MetricFamily {
    var family = gauge(name, help)
    if let seconds { family.add(.real(seconds)) }
    return family
  }

  static func histogram(_ name: String, _ help: String, _ histogram: Histogram) -> MetricFamily {
    var family = MetricFamily(prefix + name, .histogram, help)
    family.add(histogram)
    return family
  }
}

extension MetricFamily.Value {
  static func seconds(_ nanoseconds: Int64) -> MetricFamily.Value {
    .real(Double(nanoseconds) / 1_000_000_000)
  }
}
