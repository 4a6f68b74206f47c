extension ReportBounce {
  /// Sent becomes Bounced, with an event; of one that has bounced already it is only noted what is said now.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    guard let email = facts.emails.emails[emailId] else {
      return refused(
        .emailNotFound, "E-mail \(emailId) does not exist. Correct the identifier.", pointer,
        on: facts)
    }
    switch email.status {
    case .queued, .failed:
      return refused(
        .emailNotSent,
        "E-mail \(emailId) is \(email.status.rawValue), and only what was sent can come back.",
        pointer, on: facts)
    case .sent, .bounced: break
    }
    let recipients = email.to + email.cc
    guard let address = address ?? (email.addresses.count == 1 ? recipients.first : nil) else {
      return refused(
        .requestInvalid,
        "E-mail \(emailId) went to \(email.addresses.count) addresses. Say in address which of them it came "
          + "back from.", "/address", on: facts)
    }
    guard recipients.contains(where: { $0.lowercased() == address.lowercased() }) else {
      return refused(
        .requestInvalid,
        "E-mail \(emailId) did not go to \(address). Its recipients are "
          + "\(recipients.joined(separator: ", ")).", "/address", on: facts)
    }
    return noted(email, address)
  }

  private func noted(_ email: EmailDelivery, _ address: String) -> Decision {
    var bounced = email
    bounced.status = .bounced
    bounced.diagnostic = diagnostic ?? email.diagnostic
    var decision = Decision(outcome: .succeeded)
    decision.effects.emails.changed = [bounced]
    if email.status == .sent {
      decision.effects.emails.bounces = [EmailBounce(of: bounced, address: address, kind: kind)]
    }
    if kind.suppresses {
      let reason = diagnostic.map { "\(kind.rawValue): \($0)" } ?? kind.rawValue
      decision.effects.emails.suppressed = [
        EmailSuppression(address: address.lowercased(), reason: reason)
      ]
    }
    decision.answer.emails = [bounced]
    return decision
  }

  private func refused(
    _ code: ErrorCode, _ message: String, _ pointer: String, on facts: WorkingSet
  ) -> Decision {
    let record = RecordReference(.email, emailId)
    let invoice = facts.emails.emails[emailId]?.invoiceId.flatMap { facts.invoices[$0] }
    return Decision(
      outcome: .failed,
      errors: [Fault(code: code, message: message, pointer: pointer, source: record)],
      errorLogs: [
        ErrorLogEntry(
          category: .invoiceEmail, code: code, message: message, primaryRecord: record,
          relatedRecord: invoice.map { RecordReference(.invoice, $0.id) },
          accountId: invoice?.accountId)
      ])
  }
}
