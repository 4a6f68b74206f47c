import Storage

extension Option {
  static let exportFrom = Option("--from", "DATE", summary: "the first day (required)")
  static let exportTo = Option("--to", "DATE", summary: "the last day (required)")
}

extension Invocation {
  /// The days that an export is of.
  func exportedDays() throws(CommandFailure) -> ExportedDays {
    guard let first = try date(.exportFrom), let last = try date(.exportTo) else {
      throw .usage(
        "give --from and --to, the first and the last day, such as 2026-01-01 and 2026-12-31")
    }
    guard let days = ExportedDays(from: first, to: last) else {
      throw .usage("--to \(last) lies before --from \(first)")
    }
    return days
  }
}
