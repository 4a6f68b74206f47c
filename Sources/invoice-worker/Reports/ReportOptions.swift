extension Option {
  static let csv = Option("--csv", summary: "write comma-separated values for a spreadsheet")
  static let asOf = Option("--as-of", "DATE", summary: "as of this day (default: today, in UTC)")
  static let currency = Option("--currency", "CODE", summary: "only amounts in this currency")
}
