import Billing
import Contract
import JSON

extension Command {
  static let contractCodes = Command(
    CommandDescription(
      ["contract", "codes"],
      summary: "list every error code: when it is given, and what to do",
      details: """
        A code never changes its meaning. One that is marked "warning" does not keep what was asked for from being done. Name \
        codes to see those alone.
        """,
      operands: Operands("[CODE…]", count: 0...1_000),
      options: [.json],
      examples: ["contract codes", "contract codes TAX_RATE_NOT_FOUND"])
  ) { invocation throws(CommandFailure) in
    let groups = try chosen(invocation.arguments.operands)
    if invocation.isJSON {
      write(groups, to: invocation.console)
      return .success
    }
    for (index, group) in groups.enumerated() {
      var table = Table([
        .init(group.title), .init("When", wraps: true), .init("What to do", wraps: true),
      ])
      for entry in group.entries {
        let mark = entry.isWarning ? "Warning: " : ""
        table.append([entry.code.rawValue, mark + entry.when, entry.fix])
      }
      invocation.console.write(
        (index == 0 ? "" : "\n") + table.text(width: invocation.console.outputWidth))
    }
    return .success
  }

  private typealias Group = (title: String, entries: [ErrorCodeEntry])

  private static func chosen(_ codes: [String]) throws(CommandFailure) -> [Group] {
    guard !codes.isEmpty else { return ErrorCodeEntry.groups }
    let wanted = codes.map { $0.uppercased() }
    let known = ErrorCodeEntry.all.map(\.code.rawValue)
    for code in wanted where !known.contains(code) {
      throw CommandFailure(
        .unknown("error code", code, known: known),
        help: "invoice-worker contract codes lists them")
    }
    return ErrorCodeEntry.groups.compactMap { group in
      let entries = group.entries.filter { wanted.contains($0.code.rawValue) }
      return entries.isEmpty ? nil : (group.title, entries)
    }
  }

  private static func write(_ groups: [Group], to console: Console) {
    console.writeJSON { writer in
      writer.beginArray()
      for group in groups {
        for entry in group.entries {
          let object: JSONTree = [
            "errorCode": .string(entry.code.rawValue), "group": .string(group.title),
            "isWarning": .bool(entry.isWarning), "when": .string(entry.when),
            "fix": .string(entry.fix),
          ]
          object.write(to: &writer)
        }
      }
      writer.endArray()
    }
  }
}
