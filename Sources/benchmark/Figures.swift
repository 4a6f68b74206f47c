import AMQP

/// Numbers for people.
enum Figures {
  static func seconds(from start: MonotonicInstant) -> Double {
    let (seconds, attoseconds) = start.duration(to: .now).components
    return Double(seconds) + Double(attoseconds) / 1e18
  }

  static func whole(_ value: Double) -> String { String(Int(value.rounded())) }

  static func milliseconds(_ seconds: Double) -> String {
    let hundredths = Int((seconds * 100_000).rounded())
    let fraction = hundredths % 100
    return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction) ms"
  }

  /// Two digits after the point.
  static func ratio(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let fraction = hundredths % 100
    return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
  }

  /// The middle one; of an even number the upper of the two in the middle.
  static func median(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.sorted()[values.count / 2]
  }

  /// The median of ratios, and all of them: `median 0.91 (0.90, 0.91, 0.95)`.
  static func summary(ofRatios ratios: [Double]) -> String {
    let all = ratios.sorted().map(ratio).joined(separator: ", ")
    return "median \(ratio(median(ratios))) (\(all))"
  }

  /// With what their median should reach, where it is below that.
  static func summary(ofRatios ratios: [Double], least: Double) -> String {
    summary(ofRatios: ratios) + (median(ratios) < least ? ", below \(ratio(least))" : "")
  }

  /// The value that this share of the sorted values does not exceed.
  static func percentile(_ share: Double, of sorted: [Double]) -> Double {
    guard !sorted.isEmpty else { return 0 }
    let place = Int((Double(sorted.count) * share).rounded(.up)) - 1
    return sorted[min(max(0, place), sorted.count - 1)]
  }
}
