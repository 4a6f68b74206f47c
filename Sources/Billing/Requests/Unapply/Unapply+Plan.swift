import CivilTime
import Monetary

extension Unapply {
  /// Takes every application back that the request names, or none.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    var settling = Settling(facts: facts, context: context)
    do throws(SettlementRefusal) {
      for (application, date) in try taken(settling) {
        do throws(MonetaryError) {
          try settling.takeBack(application, effectiveDate: date)
        } catch {
          throw .overflow(application.source.record)
        }
      }
      return settling.result()
    } catch {
      let before = Settling(facts: facts, context: context)
      return error.decision(
        kind == .ofPayments ? .payment : .creditMemo, account: account(before),
        about: record(before))
    }
  }

  /// What stands of it, with the day from which it counts.
  private func taken(
    _ settling: Settling
  ) throws(SettlementRefusal) -> [(Application, CivilDate)] {
    switch target {
    case .applications(let ids): try named(ids, settling)
    case .payment(let id, let invoiceId): try standing(of: id, on: invoiceId, settling)
    }
  }

  private func named(
    _ ids: [Application.ID], _ settling: Settling
  ) throws(SettlementRefusal) -> [(Application, CivilDate)] {
    guard ids.count <= Self.namedApplications else {
      throw SettlementRefusal(
        .limitExceeded,
        "There are \(ids.count) applications; the limit is \(Self.namedApplications) a request. Send "
          + "several requests.", at: "/applicationIds")
    }
    var faults = BoundedFaults(.errors)
    var taken: [(Application, CivilDate)] = []
    var seen: Set<Application.ID> = []
    for (index, id) in ids.enumerated() {
      do throws(SettlementRefusal) {
        guard seen.insert(id).inserted else {
          throw SettlementRefusal(
            .requestInvalid, "Application \(id) is named twice. Name it once.",
            at: "/applicationIds/\(index)")
        }
        let application = try application(id, at: "/applicationIds/\(index)", settling)
        taken.append((application, try date(of: application, settling)))
      } catch {
        for fault in error.faults { faults.append(fault) }
      }
    }
    guard faults.isEmpty else { throw SettlementRefusal(faults.all()) }
    return taken
  }

  private func application(
    _ id: Application.ID, at pointer: String, _ settling: Settling
  ) throws(SettlementRefusal) -> Application {
    let record = RecordReference(.application, id)
    guard let application = settling.application(id) else {
      throw SettlementRefusal(
        .applicationNotFound,
        "Application \(id) does not exist. Correct the identifier: the completion of the request "
          + "that applied it names it.", at: pointer, source: record)
    }
    switch (kind, application.source) {
    case (.ofPayments, .payment): break
    case (.ofCreditMemos, .creditMemo(let memoId)):
      if settling.memo(memoId)?.sourceAction == .voidPostedInvoice {
        throw SettlementRefusal(
          .invoiceFinal,
          "Application \(id) is of credit memo \(memoId), which voids invoice "
            + "\(application.invoiceId); it stays as it is.", at: pointer, source: record)
      }
    case (.ofPayments, .creditMemo(let memoId)):
      throw SettlementRefusal(
        .applicationNotFound,
        "Application \(id) is not of a payment but of credit memo \(memoId). Take it back with "
          + "credit-memo.unapply.v1.", at: pointer, source: record)
    case (.ofCreditMemos, .payment(let paymentId)):
      throw SettlementRefusal(
        .applicationNotFound,
        "Application \(id) is not of a credit memo but of payment \(paymentId). Take it back with "
          + "payment.unapply.v1.", at: pointer, source: record)
    }
    guard !settling.isTakenBack(id) else {
      throw SettlementRefusal(
        .applicationTakenBack,
        "Application \(id) of \(application.amount) to invoice \(application.invoiceId) is taken "
          + "back already. Leave it out.", at: pointer, source: record)
    }
    return application
  }

  private func standing(
    of id: Payment.ID, on invoiceId: Invoice.ID?, _ settling: Settling
  ) throws(SettlementRefusal) -> [(Application, CivilDate)] {
    let source = try settling.source(.payment(id))
    if let invoiceId, settling.invoice(invoiceId) == nil {
      throw SettlementRefusal([.unknownInvoice(invoiceId, at: "/invoiceId")])
    }
    let standing = settling.standing(of: source.id).filter {
      invoiceId == nil || $0.invoiceId == invoiceId
    }
    guard !standing.isEmpty else {
      throw SettlementRefusal(
        .applicationNotFound,
        "Nothing of payment \(id) is applied\(invoiceId.map { " to invoice \($0)" } ?? ""): there is "
          + "nothing to take back.", at: invoiceId == nil ? "/paymentId" : "/invoiceId",
        source: source.record)
    }
    var taken: [(Application, CivilDate)] = []
    for application in standing.reversed() {
      taken.append((application, try date(of: application, settling)))
    }
    return taken
  }

  private func date(
    of application: Application, _ settling: Settling
  ) throws(SettlementRefusal) -> CivilDate {
    let date = try settling.effectiveDate(effectiveDate, of: application.accountId)
    guard application.effectiveDate <= date else {
      throw SettlementRefusal(
        .effectiveDateInvalid,
        "Application \(application.id) counts from \(application.effectiveDate) on and cannot be "
          + "taken back on \(date). Give a later effectiveDate, or leave it out.",
        at: "/effectiveDate", source: RecordReference(.application, application.id))
    }
    return date
  }

  /// Whose list a refusal is on.
  private func account(_ settling: Settling) -> Account.ID? {
    switch target {
    case .applications(let ids): ids.lazy.compactMap { settling.application($0)?.accountId }.first
    case .payment(let id, _): settling.payment(id)?.accountId
    }
  }

  private func record(_ settling: Settling) -> RecordReference {
    switch target {
    case .applications(let ids):
      ids.lazy.compactMap { settling.application($0)?.source.record }.first
        ?? RecordReference(type: .application, id: ids.first?.text ?? "")
    case .payment(let id, _): RecordReference(.payment, id)
    }
  }
}
