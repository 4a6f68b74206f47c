package import CivilTime

/// What an account pays by (<doc:InvoiceTasks#Payment-methods>).
extension WorkingSet {
  package var paymentMethods: [SavedPaymentMethod.ID: SavedPaymentMethod] { records.paymentMethods }

  /// The payment method that a Charge of an invoice takes: the invoice's own, else the account's default, the first of them
  /// that can be charged on the day; nil for none.
  package func paymentMethod(
    chargedFor invoice: Invoice, on day: CivilDate
  ) -> SavedPaymentMethod? {
    let own = invoice.savedPaymentMethodId.map { SavedPaymentMethod.ID($0) }
    let defaults = records.defaultMethodsOfAccount[invoice.accountId] ?? []
    let candidates = [own].compactMap(\.self) + defaults.sorted()
    return candidates.lazy.compactMap { paymentMethods[$0] }
      .first { $0.accountId == invoice.accountId && $0.isUsable(on: day) }
  }

  /// Why a payment method cannot be named for something of an account; nil where it can be. Until the first one is stored their
  /// identifiers are the payment system's alone, and any may be named.
  func fault(
    naming id: String, for account: Account.ID, at pointer: String
  ) -> Fault? {
    guard records.holdsPaymentMethods else { return nil }
    let record = RecordReference(.savedPaymentMethod, SavedPaymentMethod.ID(id))
    guard let method = paymentMethods[SavedPaymentMethod.ID(id)] else {
      return .unknown(record, .recordReferenceNotFound, at: pointer)
    }
    guard method.accountId == account else {
      return Fault(
        code: .recordAccountMismatch,
        message:
          "Saved payment method \(id) belongs to account \(method.accountId), not to account "
          + "\(account). Name a payment method of account \(account).",
        pointer: pointer, source: record)
    }
    return nil
  }
}
