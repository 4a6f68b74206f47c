import Billing
import Storage

/// What an audit found, for people.
enum AuditText {
  static func text(of checks: [AuditReport.Check], width: Int?) -> String {
    var table = Table([
      .init(""), .init("Promise", wraps: true), .init("Counted", isNumber: true),
      .init("Breaches", isNumber: true),
    ])
    for check in checks {
      table.append([
        check.breachCount == 0 ? "✓" : "✗", check.promise.rawValue, String(check.counted),
        String(check.breachCount),
      ])
    }
    var text = table.text(width: width)
    let named = checks.flatMap(\.breaches)
    guard !named.isEmpty else { return text }
    var list = Table([.init(""), .init("", wraps: true)])
    list.isWithoutHeading = true
    for breach in named { list.append(["✗", breach]) }
    text += "\n" + list.text(width: width)
    let all = checks.reduce(0) { $0 + $1.breachCount }
    if all > named.count { text += "… and \(all - named.count) more\n" }
    return text
  }
}
