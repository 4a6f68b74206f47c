/// A text that a document has once and that no rule of billing reads, named as in `invoice.ingest.v1`; the business terms are
/// those of EN 16931.
package enum DocumentTerm: String, Hashable, Sendable, CaseIterable {
  /// BT-3, a code of UNTDID 1001.
  case typeCode
  /// BT-6: in which the tax is accounted for, where that is another than the document's.
  case taxCurrency
  /// BT-111.
  case taxInTaxCurrency
  /// BT-7.
  case taxPointDate
  /// BT-8, a code of UNTDID 2005.
  case taxPointCode
  /// BT-10.
  case buyerReference
  /// BT-11.
  case projectReference
  /// BT-12.
  case contractReference
  /// BT-14.
  case salesOrderReference
  /// BT-15.
  case receivingAdviceReference
  /// BT-16.
  case despatchAdviceReference
  /// BT-17.
  case tenderReference
  /// BT-18.
  case objectIdentifier
  /// Of UNTDID 1153.
  case objectIdentifierScheme
  /// BT-19.
  case accountingReference
  /// BT-20.
  case paymentTermsText
  /// BT-70.
  case deliveryName
  /// BT-71.
  case deliveryLocation
  case deliveryLocationScheme
  /// BT-72.
  case deliveryDate
  /// BT-73 and BT-74: the document's own period, which its lines may repeat.
  case periodStartDate
  case periodEndDate

  /// In Unicode scalars.
  package var room: Int { self == .paymentTermsText ? 2_000 : 255 }
}

/// The same of a line.
package enum LineTerm: String, Hashable, Sendable, CaseIterable {
  /// BT-154.
  case description
  /// BT-120 of the line's tax category.
  case exemptionReason
  /// BT-121, a code of the list VATEX.
  case exemptionReasonCode
  /// BT-127.
  case note
  /// BT-128.
  case objectIdentifier
  /// Of UNTDID 1153.
  case objectIdentifierScheme
  /// BT-132.
  case orderLineReference
  /// BT-133.
  case accountingReference
  /// BT-147.
  case priceDiscount
  /// BT-148.
  case grossPrice
  /// BT-159.
  case originCountry

  /// In Unicode scalars.
  package var room: Int {
    switch self {
    case .description, .note: 2_000
    case .exemptionReason: 1_000
    default: 255
    }
  }
}
