/// The numbers and `uniqueIdentifier`s that stored invoices bear, as far as a request needs to know of them.
package struct IdentifiersInUse: Sendable {
  private var byUniqueIdentifier: [ExactText: Invoice.ID] = [:]
  private var numbers: [Invoice.ID: String] = [:]
  private var byNumber: [ExactNumber: Invoice.ID] = [:]
  private var ofAccounts: [AccountNumber: Set<Invoice.ID>] = [:]

  private struct ExactNumber: Hashable {
    let number: ExactText
    let scope: ExactText
  }

  private struct AccountNumber: Hashable {
    let number: ExactText
    let account: Account.ID
  }

  /// Compared byte by byte, as the database does: strings that only look alike are two.
  private struct ExactText: Hashable {
    let bytes: [UInt8]

    init(_ text: String) { bytes = Array(text.utf8) }
  }

  package init() {}

  package mutating func insert(
    uniqueIdentifier: String, of id: Invoice.ID, number: String? = nil
  ) {
    byUniqueIdentifier[ExactText(uniqueIdentifier)] = id
    numbers[id] = number
  }

  package mutating func insert(number: String, in scope: NumberScope, id: Invoice.ID) {
    byNumber[ExactNumber(number: ExactText(number), scope: ExactText(scope.text))] = id
  }

  /// Notes an invoice of an account, by its number.
  package mutating func insert(number: String, of account: Account.ID, id: Invoice.ID) {
    ofAccounts[AccountNumber(number: ExactText(number), account: account), default: []].insert(id)
  }

  /// The one invoice of the account with this number, as far as they are loaded; nil when there is none, or several.
  package func only(withNumber number: String, of account: Account.ID) -> Invoice.ID? {
    let ids = ofAccounts[AccountNumber(number: ExactText(number), account: account)]
    return ids?.count == 1 ? ids?.first : nil
  }

  /// Adds those of an invoice that was made: the next request of the batch must not repeat them.
  mutating func insert(_ invoice: Invoice) {
    guard let details = invoice.ingested else { return }
    if let identifier = details.uniqueIdentifier {
      insert(uniqueIdentifier: identifier, of: invoice.id, number: invoice.number)
    }
    if let number = invoice.number {
      insert(number: number, in: invoice.numberScope, id: invoice.id)
      insert(number: number, of: invoice.accountId, id: invoice.id)
    }
  }

  package func first(withUniqueIdentifier identifier: String) -> Invoice.ID? {
    byUniqueIdentifier[ExactText(identifier)]
  }

  /// The number of an invoice that was found by its `uniqueIdentifier`; nil where it has none yet.
  package func number(of id: Invoice.ID) -> String? { numbers[id] }

  package func first(withNumber number: String, in scope: NumberScope) -> Invoice.ID? {
    byNumber[ExactNumber(number: ExactText(number), scope: ExactText(scope.text))]
  }
}
