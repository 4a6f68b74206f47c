extension TaxTransaction {
  /// What is logged when it has become Failed; nil in every other state. `name` is what people call the document.
  package func failureLog(of name: String) -> ErrorLogEntry? {
    guard state == .failed, let failure else { return nil }
    let words = reason ?? "it gave no reason"
    let remedy =
      "Clear it up with the engine, then send tax.retry-commit.v1 for it. The document stays as it is."
    let message: String
    switch failure.code {
    case .taxCommitVariance:
      message =
        "The tax engine booked \(name) with another tax: \(words) (its transaction "
        + "\(transactionId ?? "has no id")). \(remedy)"
    case .taxVoidRefused:
      message = "The tax engine does not take \(name) back, which is voided: \(words). \(remedy)"
    default:
      message = "The tax engine does not book \(name): \(words). \(remedy)"
    }
    return ErrorLogEntry(
      category: .taxReporting, code: failure.code, message: message,
      primaryRecord: RecordReference(.account, accountId), relatedRecord: subject.record,
      accountId: accountId)
  }
}
