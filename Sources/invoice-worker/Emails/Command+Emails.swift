import Billing
import JSON
import Storage

/// What became of e-mails, as operators see it.
extension Command {
  private static let status = Option(
    "--status", "STATUS", values: EmailDelivery.Status.allCases.map(\.rawValue),
    summary: "only \(EmailDelivery.Status.allCases.map(\.rawValue).joined(separator: ", "))")
  private static let invoice = Option(
    "--invoice", "ID", summary: "only of this invoice, by identifier or number")

  static let emailsList = Command(
    CommandDescription(
      ["emails", "list"],
      summary: "list e-mails that were asked for, the latest first, and what became of each",
      details: "Queued ones wait for the mail server, for another attempt, or for the next day.",
      options: [status, invoice, .limit, .json],
      examples: ["emails list --status Failed", "emails list --invoice INV-2026-000001 --json"])
  ) { invocation throws(CommandFailure) in
    let status = try invocation.choice(status, of: EmailDelivery.Status.self)
    let name = invocation.arguments.value(invoice)
    guard status == nil || name == nil else {
      throw .usage("give one of --status, --invoice, not both")
    }
    let limit = try invocation.limit()
    let store = try OperatorStore(invocation.configuration())
    let scope: Queries.EmailScope
    if let name {
      scope = .invoice(
        try store.found(invoice: name) { queries throws(StoreError) in
          try queries.invoice(name)
        }.id)
    } else {
      scope = status.map(Queries.EmailScope.status) ?? .all
    }
    let emails = try store.query { queries throws(StoreError) in
      try queries.emails(scope, limit: limit + 1)
    }
    invocation.writeList(
      emails, limit: limit, order: "latest", empty: "No e-mails.",
      text: { EmailText.table($0).text(width: invocation.console.outputWidth) },
      json: { emails, writer in for email in emails { EmailText.json(email).write(to: &writer) } })
    return .success
  }

  static let emailsSuppressed = Command(
    CommandDescription(
      ["emails", "suppressed"],
      summary: "list addresses that get no e-mail, and why",
      details: "email.unsuppress.v1 lets one get e-mail again.",
      options: [.limit, .json], examples: ["emails suppressed", "emails suppressed --json"])
  ) { invocation throws(CommandFailure) in
    let limit = try invocation.limit()
    let store = try OperatorStore(invocation.configuration())
    let addresses = try store.query { queries throws(StoreError) in
      try queries.suppressedAddresses(limit: limit + 1)
    }
    invocation.writeList(
      addresses, limit: limit, order: "first", empty: "No address is suppressed.",
      text: { EmailText.table($0).text(width: invocation.console.outputWidth) },
      json: { addresses, writer in
        for one in addresses { EmailText.json(one).write(to: &writer) }
      })
    return .success
  }
}
