package import Billing

/// The parts of an invoice or credit note, in UBL 2.1 or as a Cross Industry Invoice, that an ingestion request takes, as they are
/// written: amounts, rates and dates are text still. Names of fields follow the request's; the
/// business terms are those of EN 16931.
package struct UBLDocument: Hashable, Sendable {
  package var isCreditNote: Bool
  /// BT-1.
  package var number: String
  /// BT-2.
  package var issueDate: String
  /// BT-9.
  package var dueDate: String?
  /// BT-5.
  package var currency: String
  /// BT-22.
  package var note: String?
  /// BT-31, else BT-30, else BT-27: who issued the number.
  package var seller: String
  /// BT-46.
  package var buyerIdentifier: String?
  /// BT-44.
  package var buyerName: String?
  /// BT-58.
  package var buyerEmail: String?
  package var buyerAddress: Address?
  package var deliveryAddress: Address?
  package var lines: [Line]
  package var allowances: [Adjustment]
  package var charges: [Adjustment]
  package var taxBreakdown: [TaxSubtotal]
  package var totals: Totals
  /// BT-27, for people.
  package var sellerName: String?
  /// BT-31.
  package var sellerVAT: String?
  /// BT-13.
  package var purchaseOrderNumber: String?
  /// BG-DEX-09 of the extension of XRechnung: collected for others.
  package var thirdPartyAmounts: [ThirdPartyAmount] = []
  /// BG-14: of lines without one of their own.
  package var period = Period()
  /// What no rule of billing reads.
  package var terms = DocumentTerms()
  /// What became of texts that could not be kept as they are.
  package var warnings: [TextWarning] = []

  /// As it is written: only the country is always there.
  package struct Address: Hashable, Sendable {
    /// With building number, further lines and post box.
    package var street: String?
    package var city: String?
    package var postalCode: String?
    package var state: String?
    package var country: String
  }

  /// One date alone leaves the period open on the other side.
  package struct Period: Hashable, Sendable {
    package var startDate: String?
    package var endDate: String?

    package init(startDate: String? = nil, endDate: String? = nil) {
      self.startDate = startDate
      self.endDate = endDate
    }

    var isEmpty: Bool { startDate == nil && endDate == nil }
  }

  package struct Line: Hashable, Sendable {
    package var id: String?
    package var name: String
    package var startDate: String?
    package var endDate: String?
    package var quantity: String
    package var unitOfMeasure: String?
    package var unitPrice: String
    package var priceBaseQuantity: String?
    package var allowances: [Adjustment]
    package var charges: [Adjustment]
    package var chargeAmount: String
    package var taxCategory: String?
    package var taxRate: String?
    package var terms = LineTerms()
  }

  package struct Adjustment: Hashable, Sendable {
    package var amount: String
    package var reason: String?
    package var taxCategory: String?
    package var taxRate: String?
    package var exemptionReason: String?
    package var exemptionReasonCode: String?
  }

  package struct TaxSubtotal: Hashable, Sendable {
    package var category: String
    package var rate: String?
    package var taxableAmount: String?
    package var taxAmount: String
  }

  package struct ThirdPartyAmount: Hashable, Sendable {
    package var amount: String
    package var description: String?
  }

  package struct Totals: Hashable, Sendable {
    package var lines: String?
    package var allowances: String?
    package var charges: String?
    package var taxExclusive: String?
    package var tax: String?
    package var taxInclusive: String?
    package var prepaid: String?
    package var rounding: String?
    package var payable: String?
  }
}
