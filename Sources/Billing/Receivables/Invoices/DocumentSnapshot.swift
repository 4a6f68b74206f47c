/// What documents say beside the invoice's own members, as it was when the invoice was posted or ingested: a later change of a
/// record changes no document (<doc:Documents#A-snapshot-of-posting>).
///
/// A class, though it is a value that never changes: an invoice is copied often, and a draft has none.
package final class DocumentSnapshot: Sendable {
  package let seller: SellerDetails
  package let buyer: BuyerDetails
  package let taxes: Taxes

  package init(seller: SellerDetails, buyer: BuyerDetails, taxes: Taxes = Taxes()) {
    self.seller = seller
    self.buyer = buyer
    self.taxes = taxes
  }

  /// What the tax records of an invoice do not say of its taxes.
  package struct Taxes: Hashable, Sendable {
    /// The category of lines without a tax record that ``categories`` does not name.
    package var untaxed = "O"
    /// By the line's position, from 1.
    package var categories: [Int: String] = [:]
    /// Why no tax is charged, by category.
    package var exemptions: [String: Exemption] = [:]

    package init() {}
  }

  package struct Exemption: Hashable, Sendable {
    /// In words.
    package var reason: String?
    /// A code of the list VATEX.
    package var code: String?

    package init(reason: String? = nil, code: String? = nil) {
      self.reason = reason
      self.code = code
    }
  }
}

extension DocumentSnapshot: Hashable {
  package static func == (left: DocumentSnapshot, right: DocumentSnapshot) -> Bool {
    left === right
      || left.seller == right.seller && left.buyer == right.buyer && left.taxes == right.taxes
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(seller)
    hasher.combine(buyer)
    hasher.combine(taxes)
  }
}
