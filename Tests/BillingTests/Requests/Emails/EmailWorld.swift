import CivilTime
import Monetary
import Testing

@testable import Billing

/// Posted invoices of account `A` (LifecycleWorld), and requests about their e-mails, each on what the one before it left.
struct EmailWorld {
  private(set) var world: LifecycleWorld
  var facts: WorkingSet
  var email: EmailFacilities? = EmailFacilities(rendersPdf: true)
  private var requestCount = 0

  static let standard = EmailTemplate(
    id: "T", name: "Standard", subject: "Invoice {{invoice.number}}",
    textBody: "{{billTo.name}}: {{invoice.balance}} {{invoice.currency}}", isDefault: true)

  /// With the standard template.
  init(_ records: Record..., withTemplate: Bool = true) throws {
    world = try LifecycleWorld(.november())
    if withTemplate { world.add(.emailTemplate(Self.standard)) }
    for record in records { world.add(record) }
    facts = world.facts
  }

  /// 140.00 with 35.00 tax.
  mutating func posted() throws -> Invoice {
    let made = try world.generate(by: "2026-11-02", .posted)
    facts = world.facts
    return keep(made)
  }

  @discardableResult
  mutating func keep(_ invoice: Invoice) -> Invoice {
    facts.insert(invoice)
    facts.lineCounts[invoice.id] = invoice.lines.count
    return invoice
  }

  mutating func change(_ change: (inout Account) -> Void) throws {
    var account = try #require(facts.accounts["A"])
    change(&account)
    facts.insert(.account(account))
  }

  mutating func handle(_ request: any Request) -> Decision {
    requestCount += 1
    var context = PlanningContext(
      request: RequestKey(source: "test", identifier: "e\(requestCount)"),
      now: UTCInstant(startOf: world.today), taxEngine: RateTableTaxEngine(),
      deriveIdentifier: { $0.joined(separator: "/") })
    context.email = email
    let decision = request.plan(on: facts, in: context)
    facts.apply(decision.effects)
    for email in decision.effects.emails.queued {
      facts.emails.emails[email.id] = email
      if let id = email.invoiceId { facts.emails.queued[id, default: []].append(email) }
    }
    return decision
  }

  mutating func send(
    _ ids: Invoice.ID..., change: (inout SendEmail) -> Void = { _ in }
  ) -> Decision {
    var request = SendEmail(invoiceIds: ids)
    change(&request)
    return handle(request)
  }

  /// As the relay leaves it.
  mutating func note(_ status: EmailDelivery.Status, of email: EmailDelivery) {
    var email = email
    email.status = status
    facts.emails.emails[email.id] = email
  }
}
