import Web

/// One of each page, of identifiers that somebody from outside has chosen.
enum Samples {
  static let hostile = [
    "a/b", "../..", "..", ".", "", "a b+c%2F", "x.json", "<script>alert(1)</script>", "\"'&=?#",
    "ünïcödé 発票 🧾", "\u{202E}txt.exe", "\u{0}\u{7}", "*", "a*b", String(repeating: "x", count: 200),
  ]

  static func routes(_ id: String) -> [WebRoute] {
    [
      .overview, .requests, .request(source: id, identifier: id), .deadLetters,
      .deadLetter(fingerprint: id), .errorLogs, .invoices, .invoice(id), .schedule(id),
      .recoverSchedule(id), .runs, .run(id), .audit, .help, .contract, .asyncAPI,
      .contractType(id), .signIn, .signOut, .live, .style, .script, .robots,
    ] + WebRoute.DeadAction.allCases.map { .deadAction($0) }
      + WebRoute.InvoiceAction.allCases.map { .invoiceAction(id, $0) }
      + WebRoute.InvoiceDocument.allCases.map { .invoiceDocument(id, $0) }
      + WebRoute.RunAction.allCases.map { .runAction(id, $0) }
  }
}
