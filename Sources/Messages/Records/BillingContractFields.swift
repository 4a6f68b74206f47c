import Billing

/// The fields of a BillingContract.
enum BillingContractFields {
  static func read(_ id: BillingContract.ID, _ fields: inout ObjectReader) -> BillingContract? {
    let accountId = fields.required("accountId", IdentifierForm<Account>())
    let name = fields.required("name", .name)
    let contractType = fields.optional("contractType", .name)
    let billingPolicy = fields.optional("billingPolicy", .name)
    let isImmediate = fields.optional("invoiceOneTimeImmediately", .flag) ?? false
    let automation = fields.required("automation", AutomationForm())
    let revision = fields.optional("revision", .revision)
    guard let accountId, let name, let automation else { return nil }
    return BillingContract(
      id: id, accountId: accountId, name: name, contractType: contractType,
      billingPolicy: billingPolicy, invoicesOneTimeImmediately: isImmediate,
      automation: automation, revision: revision)
  }

  /// `{charge, sync, send}`; one that is left out is off.
  private struct AutomationForm: ObjectForm {
    func readMembers(_ fields: inout ObjectReader) -> Set<PostInvoicingTask>? {
      var tasks: Set<PostInvoicingTask> = []
      if fields.optional("charge", .flag) == true { tasks.insert(.charge) }
      if fields.optional("sync", .flag) == true { tasks.insert(.sync) }
      if fields.optional("send", .flag) == true { tasks.insert(.send) }
      return tasks
    }
  }
}
