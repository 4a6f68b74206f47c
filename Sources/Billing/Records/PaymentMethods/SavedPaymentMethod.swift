package import CivilTime

/// How an account pays, as a payment system keeps it (<doc:InvoiceTasks#Payment-methods>). A card number is never among its
/// members.
package struct SavedPaymentMethod: Hashable, Sendable, Identifiable {
  package let id: RecordID<SavedPaymentMethod>
  package var accountId: Account.ID
  package var kind: Kind
  /// What people know it by.
  package var displayName: String
  /// What the payment system knows it by.
  package var token: PaymentToken?
  /// Four digits.
  package var last4: String?
  package var expiresOn: ExpiryMonth?
  /// Whether it is charged where an invoice names none; one of an account at most.
  package var isAccountDefault: Bool
  package var isActive: Bool
  package var revision: Int64?

  package init(
    id: RecordID<SavedPaymentMethod>, accountId: Account.ID, kind: Kind, displayName: String,
    token: PaymentToken? = nil, last4: String? = nil, expiresOn: ExpiryMonth? = nil,
    isAccountDefault: Bool = false, isActive: Bool = true, revision: Int64? = nil
  ) {
    self.id = id
    self.accountId = accountId
    self.kind = kind
    self.displayName = displayName
    self.token = token
    self.last4 = last4
    self.expiresOn = expiresOn
    self.isAccountDefault = isAccountDefault
    self.isActive = isActive
    self.revision = revision
  }

  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case card = "Card"
    case bankAccount = "BankAccount"
    case mandate = "Mandate"
    case wallet = "Wallet"
    case other = "Other"
  }
}

extension SavedPaymentMethod {
  package func isExpired(on day: CivilDate) -> Bool {
    expiresOn.map { $0.isOver(on: day) } ?? false
  }

  /// Whether it can be charged on a day.
  package func isUsable(on day: CivilDate) -> Bool { isActive && !isExpired(on: day) }
}

extension SavedPaymentMethod: RecordKind {
  package static var type: RecordType { .savedPaymentMethod }
  package static var stage: RecordStage { .orders }
  package static var place: WritableKeyPath<RecordTables, [ID: SavedPaymentMethod]> {
    \.paymentMethods
  }
  package var record: Record { .savedPaymentMethod(self) }

  package var links: [RecordLink] { [RecordLink("accountId", accountId)] }

  package func insert(into tables: inout RecordTables) { tables.insert(self) }
}
