import Billing

/// Of a BillingContract.
struct BillingContractForm: RecordFieldsForm {
  let id: String

  func read(_ fields: inout ObjectReader) -> BillingContract? {
    let accountId = fields.required(
      "accountId", IdentifierForm<Account>(), "The account that the contract is with.")
    let name = fields.required("name", .name, "What the contract is called.")
    let contractType = fields.optional(
      "contractType", .name, "The kind of contract, in the sender's words.")
    let billingPolicy = fields.optional(
      "billingPolicy", .name, "The sender's name for how it is billed.")
    let isImmediate =
      fields.optional(
        "invoiceOneTimeImmediately", .flag,
        "Whether one-time charges are billed at once, whatever the cycle; without it they wait.")
      ?? false
    let automation = fields.required(
      "automation", AutomationForm(), "The tasks that may follow a posted invoice.")
    let revision = fields.revision()
    guard let accountId, let name, let automation else { return nil }
    return BillingContract(
      id: RecordID(id), accountId: accountId, name: name, contractType: contractType,
      billingPolicy: billingPolicy, invoicesOneTimeImmediately: isImmediate,
      automation: automation, revision: revision)
  }

  /// `{charge, sync, send}`; one that is left out is off.
  private struct AutomationForm: ObjectForm {
    func read(_ fields: inout ObjectReader) -> Set<PostInvoicingTask>? {
      let charge = fields.optional(
        "charge", .flag, "Whether the payment method may be charged; without it, not.")
      let sync = fields.optional(
        "sync", .flag, "Whether the invoice may be copied to other systems; without it, not.")
      let send = fields.optional(
        "send", .flag, "Whether the invoice may be sent to the customer; without it, not.")
      var tasks: Set<PostInvoicingTask> = []
      if charge == true { tasks.insert(.charge) }
      if sync == true { tasks.insert(.sync) }
      if send == true { tasks.insert(.send) }
      return tasks
    }
  }
}
