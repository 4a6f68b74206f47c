import Billing
import JSON
import Monetary

/// `credit-memo.create.v1`.
struct CreateCreditMemoForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> CreateCreditMemo? {
    let memo = fields.required("creditMemo", MemoForm(), "The credit memo.")
    let applications = fields.optional(
      "applications", RequestedApplicationForm.list("applications"),
      "Which invoices it settles at once; the memo is made only if all of them can be.")
    return memo?.with(applications ?? [])
  }

  private struct MemoForm: ObjectForm {
    func read(_ fields: inout ObjectReader) -> CreateCreditMemo? {
      let accountId = fields.required(
        "accountId", IdentifierForm<Account>(), "The account that is credited.")
      let currency = fields.required(
        "currency", KnownCurrencyForm(), "The currency of its amounts.")
      let creditDate = fields.required("creditDate", .date, "The date of the document.")
      let legalEntityId = fields.optional(
        "legalEntityId", IdentifierForm<LegalEntity>(),
        "The legal entity that issues it; without it that of its invoices, else the account's.")
      let reasonCode = fields.optional(
        "reasonCode", .text(maximum: 64), "Why, as a code of the sender's.")
      let description = fields.optional(
        "description", .text(maximum: IngestedText.description), "A note on the whole document.")
      let identifier = fields.optional(
        "uniqueIdentifier", .text(maximum: IngestedText.number),
        "The sender's key of the memo; a second one with the same key is refused.")
      let lines = fields.required(
        "lines",
        ListForm(
          element: CreditMemoLineForm(), limit: CreateCreditMemo.mostLines, things: "lines"),
        "What is credited.")
      guard let accountId, let currency, let creditDate, let lines else { return nil }
      return CreateCreditMemo(
        accountId: accountId, currency: currency, creditDate: creditDate,
        legalEntityId: legalEntityId, reasonCode: reasonCode, description: description,
        uniqueIdentifier: identifier, lines: lines)
    }
  }
}

extension CreateCreditMemo {
  fileprivate func with(_ applications: [RequestedApplication]) -> CreateCreditMemo {
    CreateCreditMemo(
      accountId: accountId, currency: currency, creditDate: creditDate,
      legalEntityId: legalEntityId, reasonCode: reasonCode, description: description,
      uniqueIdentifier: uniqueIdentifier, lines: lines, applications: applications)
  }
}
