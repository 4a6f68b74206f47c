import Billing

extension RecordSamples {
  static let paymentMethod = RecordSample(
    type: "SavedPaymentMethod",
    fields: [
      .init(name: "id", json: #""X-1""#, isRequired: true),
      .init(name: "accountId", json: #""A""#, isRequired: true),
      .init(name: "kind", json: #""BankAccount""#, isRequired: true),
      .init(name: "displayName", json: #""Giro ending in 4242""#, isRequired: true),
      .init(name: "token", json: #""tok_1a2b""#),
      .init(name: "last4", json: #""4242""#),
      .init(name: "expiresOn", json: #""2027-04""#),
      .init(name: "isDefault", json: "true"),
      .init(name: "isActive", json: "false"),
      .init(name: "revision", json: "7"),
    ],
    record: .savedPaymentMethod(
      SavedPaymentMethod(
        id: "X-1", accountId: "A", kind: .bankAccount, displayName: "Giro ending in 4242",
        token: PaymentToken("tok_1a2b"), last4: "4242", expiresOn: ExpiryMonth("2027-04"),
        isAccountDefault: true, isActive: false, revision: 7)))
}
