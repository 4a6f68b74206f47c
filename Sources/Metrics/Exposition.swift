/// The text of metrics, in one of the two forms that Prometheus reads: its own, 0.0.4, and OpenMetrics 1.0, which alone has
/// exemplars.
package enum Exposition: Hashable, Sendable {
  case prometheus
  case openMetrics

  /// The form that a client asks for: OpenMetrics only when it names that type, whatever it prefers.
  package init(accepting accept: String?) {
    let named = (accept ?? "").split(separator: ",").contains { range in
      let type = range.split(separator: ";").first?.filter { $0 != " " && $0 != "\t" } ?? ""
      return type.lowercased() == "application/openmetrics-text"
    }
    self = named ? .openMetrics : .prometheus
  }

  package var contentType: String {
    switch self {
    case .prometheus: "text/plain; version=0.0.4; charset=utf-8"
    case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
    }
  }

  /// Families without a value are left out: a value that is not known now has no line.
  package func text(of families: [MetricFamily]) -> String {
    var text = ""
    text.reserveCapacity(64 * 1_024)
    for family in families where !family.samples.isEmpty { append(family, to: &text) }
    if self == .openMetrics { text += "# EOF\n" }
    return text
  }

  private func append(_ family: MetricFamily, to text: inout String) {
    let total = family.kind == .counter ? "_total" : ""
    let described = self == .openMetrics ? family.name : family.name + total
    text += "# HELP \(described) \(Self.escaped(family.help, quotes: self == .openMetrics))\n"
    text += "# TYPE \(described) \(family.kind.rawValue)\n"
    for sample in family.samples {
      text += family.name + total + sample.suffix
      append(sample.labels, to: &text)
      text += " \(Self.number(sample.value))"
      if self == .openMetrics, let exemplar = sample.exemplar {
        text += " # {trace_id=\"\(Self.escaped(exemplar.traceID, quotes: true))\"}"
        text += " \(exemplar.value) \(exemplar.time)"
      }
      text += "\n"
    }
  }

  private func append(_ labels: [MetricFamily.Label], to text: inout String) {
    guard !labels.isEmpty else { return }
    text += "{"
    for (place, label) in labels.enumerated() {
      if place > 0 { text += "," }
      text += "\(label.name)=\"\(Self.escaped(label.value, quotes: true))\""
    }
    text += "}"
  }

  private static func number(_ value: MetricFamily.Value) -> String {
    switch value {
    case .integer(let number): "\(number)"
    case .real(let number): "\(number)"
    }
  }

  private static func escaped(_ text: String, quotes: Bool) -> String {
    guard text.utf8.contains(where: { $0 == 0x5C || $0 == 0x0A || $0 == 0x22 }) else {
      return text
    }
    return text.reduce(into: "") { escaped, character in
      switch character {
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\"" where quotes: escaped += "\\\""
      default: escaped.append(character)
      }
    }
  }
}
