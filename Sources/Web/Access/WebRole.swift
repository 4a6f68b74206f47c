/// What somebody may do on the page.
package enum WebRole: String, Hashable, Sendable, CaseIterable {
  /// Look.
  case viewer
  /// Look, send requests, and replay or discard dead letters.
  case `operator`

  package func covers(_ other: WebRole) -> Bool { self == other || self == .operator }
}

/// Who looks at the page.
package struct WebVisitor: Hashable, Sendable {
  /// As requests name who asked for them; nil for anybody at this machine.
  package let name: String?
  package let role: WebRole

  package init(name: String?, role: WebRole) {
    self.name = name
    self.role = role
  }

  /// Where no users are known everybody is let in, and may only look.
  package static let anybody = WebVisitor(name: nil, role: .viewer)
}

extension WebRoute {
  /// The least role that sees it; nil for what everybody may have, as whoever signs in needs it.
  package var role: WebRole? {
    switch self {
    case .signIn, .style, .script, .robots: nil
    case .deadAction, .invoiceAction, .recoverSchedule, .runAction: .operator
    case .overview, .requests, .request, .deadLetters, .deadLetter, .errorLogs, .invoices, .invoice,
      .invoiceDocument, .schedule, .runs, .run, .audit, .help, .contract, .asyncAPI, .contractType,
      .live, .signOut:
      .viewer
    }
  }

  /// Whether something is sent to it, which nobody does by following a link.
  package var takesForms: Bool {
    switch self {
    case .signIn, .signOut, .deadAction, .invoiceAction, .recoverSchedule, .runAction,
      .contractType:
      true
    default: false
    }
  }

  /// Whether there is something to look at before a form is sent.
  package var isShown: Bool {
    switch self {
    case .signOut, .deadAction: false
    default: true
    }
  }
}
