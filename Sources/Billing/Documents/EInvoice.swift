package import CivilTime

/// An invoice or credit note as EN 16931 has it: a value that names what it holds by business terms (BT) and groups (BG), ready
/// to be written in a syntax. It is made of a stored invoice only (``EInvoice/init(of:preceding:standIn:)``), and what is made is
/// valid (<doc:Documents>). Amounts, quantities and rates are plain decimal text, as they are written.
package struct EInvoice: Hashable, Sendable {
  package var isCreditNote: Bool
  /// BT-1.
  package var number: String
  /// BT-2.
  package var issueDate: CivilDate
  /// BT-9.
  package var dueDate: CivilDate?
  /// BT-5.
  package var currency: String
  /// BT-10.
  package var buyerReference: String?
  /// BT-13.
  package var purchaseOrderNumber: String?
  /// BT-20.
  package var paymentTerms: String?
  /// BT-22: one, or those of the document that was ingested.
  package var notes: [String]
  /// BG-3.
  package var preceding: [Preceding]
  /// BG-4.
  package var seller: Party
  /// BG-7.
  package var buyer: Party
  /// BG-15.
  package var deliveryAddress: Address?
  /// BT-72.
  package var deliveryDate: CivilDate?
  /// BT-84.
  package var iban: String?
  /// BT-86.
  package var bic: String?
  /// BG-16 of a document that was ingested, in place of both.
  package var paymentMeans: [DocumentTerms.PaymentMeans] = []
  /// BG-10.
  package var payee: PartyTerms?
  /// BG-11.
  package var taxRepresentative: PartyTerms?
  /// BG-24.
  package var attachments: [DocumentTerms.SupportingDocument] = []
  /// What else a document that was ingested says, as far as EN 16931 has it (<doc:Documents#What-was-ingested>).
  package var texts: [DocumentTerm: String] = [:]
  /// BG-20 and BG-21.
  package var adjustments: [Adjustment]
  /// BG-22.
  package var totals: Totals
  /// BG-23.
  package var taxes: [TaxSubtotal]
  /// BG-25.
  package var lines: [Line]

  package struct Preceding: Hashable, Sendable {
    /// BT-25.
    package var number: String
    /// BT-26.
    package var issueDate: CivilDate?

    package init(number: String, issueDate: CivilDate?) {
      self.number = number
      self.issueDate = issueDate
    }
  }

  package struct Party: Hashable, Sendable {
    /// BT-27 or BT-44.
    package var name: String
    /// BT-28 or BT-45.
    package var tradingName: String? = nil
    /// BT-29 or BT-46.
    package var identifiers: [PartyIdentifier] = []
    package var address: Address
    /// BT-31 or BT-48.
    package var vatId: String?
    /// BT-32: of a seller.
    package var taxRegistrationNumber: String?
    /// BT-30 or BT-47.
    package var registrationNumber: String?
    package var registrationScheme: String? = nil
    /// BT-33.
    package var legalForm: String? = nil
    /// BT-34 or BT-49.
    package var electronicAddress: ElectronicAddress?
    /// BG-6 or BG-9.
    package var contact: SellerContact?
  }

  /// The tax of a line or of an adjustment.
  package struct TaxCategory: Hashable, Sendable {
    /// UNCL5305.
    package var code: String
    /// Percent; nil for what is not subject to VAT.
    package var rate: String?
  }

  /// An allowance takes its amount away, a charge adds it.
  package struct Adjustment: Hashable, Sendable {
    package var isCharge: Bool
    package var amount: String
    package var reason: String
    /// nil within a line, whose tax is the line's.
    package var tax: TaxCategory?
  }

  package struct TaxSubtotal: Hashable, Sendable {
    package var tax: TaxCategory
    /// BT-116.
    package var taxableAmount: String
    /// BT-117.
    package var taxAmount: String
    /// BT-120.
    package var exemptionReason: String?
    /// BT-121.
    package var exemptionReasonCode: String?
  }

  package struct Totals: Hashable, Sendable {
    package var lines: String
    package var allowances: String?
    package var charges: String?
    package var taxExclusive: String
    package var tax: String
    package var taxInclusive: String
    package var prepaid: String?
    package var rounding: String?
    package var payable: String
  }

  package struct Line: Hashable, Sendable {
    /// BT-126.
    package var id: String
    /// BT-153.
    package var name: String
    /// BT-129.
    package var quantity: String
    /// BT-130.
    package var unitCode: String
    /// BT-131.
    package var amount: String
    /// BT-134.
    package var startDate: CivilDate?
    /// BT-135, inclusive.
    package var endDate: CivilDate?
    /// BG-27 and BG-28.
    package var adjustments: [Adjustment]
    /// BT-146, never negative.
    package var price: String
    /// BT-149.
    package var priceBaseQuantity: String?
    package var tax: TaxCategory
    /// What else a line that was ingested says.
    package var terms = LineTerms()
  }
}
