/// A page, or what a page is made with. The one list of what there is; paths are made and read here alone.
package enum WebRoute: Hashable, Sendable {
  case overview
  case requests
  case request(source: String, identifier: String)
  case deadLetters
  case deadLetter(fingerprint: String)
  case deadAction(DeadAction)
  case errorLogs
  case invoices
  case invoice(String)
  case invoiceDocument(String, InvoiceDocument)
  case invoiceAction(String, InvoiceAction)
  case schedule(String)
  case recoverSchedule(String)
  case runs
  case run(String)
  case runAction(String, RunAction)
  case audit
  case help
  case contract
  /// The document that is rendered, for machines.
  case asyncAPI
  case contractType(String)
  case signIn
  case signOut
  case live
  case style
  case script
  case robots

  package enum DeadAction: String, Hashable, Sendable, CaseIterable {
    case replay
    case discard
  }

  package enum InvoiceAction: String, Hashable, Sendable, CaseIterable {
    case post
    case cancel
    case void
    case email
  }

  package enum RunAction: String, Hashable, Sendable, CaseIterable {
    case cancel
    case recover
  }

  package enum InvoiceDocument: String, Hashable, Sendable, CaseIterable {
    case pdf
    case ubl
    case html
  }

  /// The parts of the path, decoded.
  package var segments: [String] {
    switch self {
    case .overview: []
    case .requests: ["requests"]
    case .request(let source, let identifier): ["requests", source, identifier]
    case .deadLetters: ["dead"]
    case .deadLetter(let fingerprint): ["dead", fingerprint]
    case .deadAction(let action): ["dead", "do", action.rawValue]
    case .errorLogs: ["error-logs"]
    case .invoices: ["invoices"]
    case .invoice(let id): ["invoices", id]
    case .invoiceDocument(let id, let document): ["invoices", id, "document", document.rawValue]
    case .invoiceAction(let id, let action): ["invoices", id, action.rawValue]
    case .schedule(let id): ["schedules", id]
    case .recoverSchedule(let id): ["schedules", id, "recover"]
    case .runs: ["runs"]
    case .run(let id): ["runs", id]
    case .runAction(let id, let action): ["runs", id, action.rawValue]
    case .audit: ["audit"]
    case .help: ["help"]
    case .contract: ["contract"]
    case .asyncAPI: ["contract", "document", "asyncapi"]
    case .contractType(let type): ["contract", type]
    case .signIn: ["sign-in"]
    case .signOut: ["sign-out"]
    case .live: ["live"]
    case .style: ["app.css"]
    case .script: ["app.js"]
    case .robots: ["robots.txt"]
    }
  }

  /// nil where there is no such page.
  package init?(segments: [String]) {
    let first = segments.first ?? ""
    switch (first, segments.count) {
    case ("", 0): self = .overview
    case (_, 1):
      guard let page = Self.single[first] else { return nil }
      self = page
    case ("requests", 3): self = .request(source: segments[1], identifier: segments[2])
    case ("dead", 2): self = .deadLetter(fingerprint: segments[1])
    case ("dead", 3):
      guard segments[1] == "do", let action = DeadAction(rawValue: segments[2]) else { return nil }
      self = .deadAction(action)
    case ("invoices", 2): self = .invoice(segments[1])
    case ("invoices", 3):
      guard let action = InvoiceAction(rawValue: segments[2]) else { return nil }
      self = .invoiceAction(segments[1], action)
    case ("invoices", 4):
      guard segments[2] == "document", let document = InvoiceDocument(rawValue: segments[3]) else {
        return nil
      }
      self = .invoiceDocument(segments[1], document)
    case ("schedules", 2): self = .schedule(segments[1])
    case ("schedules", 3):
      guard segments[2] == "recover" else { return nil }
      self = .recoverSchedule(segments[1])
    case ("runs", 2): self = .run(segments[1])
    case ("runs", 3):
      guard let action = RunAction(rawValue: segments[2]) else { return nil }
      self = .runAction(segments[1], action)
    case ("contract", 2): self = .contractType(segments[1])
    case ("contract", 3):
      guard segments[1] == "document", segments[2] == "asyncapi" else { return nil }
      self = .asyncAPI
    default: return nil
    }
  }

  private static let single: [String: WebRoute] = [
    "requests": .requests, "dead": .deadLetters, "error-logs": .errorLogs, "invoices": .invoices,
    "runs": .runs, "audit": .audit, "help": .help, "contract": .contract, "sign-in": .signIn,
    "sign-out": .signOut, "live": .live, "app.css": .style, "app.js": .script,
    "robots.txt": .robots,
  ]
}
