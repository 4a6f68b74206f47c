/// A field of a record that names another record.
struct RecordLink: Hashable, Sendable {
  /// The field's name on the wire.
  let field: String
  let target: Target

  enum Target: Hashable, Sendable {
    case account(Account.ID)
    case contact(Contact.ID)
    case legalEntity(LegalEntity.ID)
    case paymentTerm(PaymentTerm.ID)
    case taxTreatment(TaxTreatment.ID)
    case order(Order.ID)
    case billingContract(BillingContract.ID)
    case billingScheduleGroup(BillingScheduleGroup.ID)
    case billingSchedule(BillingSchedule.ID)
  }
}

extension RecordLink.Target {
  var reference: RecordReference {
    switch self {
    case .account(let id): RecordReference(.account, id)
    case .contact(let id): RecordReference(.contact, id)
    case .legalEntity(let id): RecordReference(.legalEntity, id)
    case .paymentTerm(let id): RecordReference(.paymentTerm, id)
    case .taxTreatment(let id): RecordReference(.taxTreatment, id)
    case .order(let id): RecordReference(.order, id)
    case .billingContract(let id): RecordReference(.billingContract, id)
    case .billingScheduleGroup(let id): RecordReference(.billingScheduleGroup, id)
    case .billingSchedule(let id): RecordReference(.billingSchedule, id)
    }
  }
}
