package import Billing

extension DocumentTerm {
  /// What it is, for the description of the wire.
  var sentence: String {
    switch self {
    case .typeCode: "What kind of document it is, a code of UNTDID 1001."
    case .taxCurrency: "The currency that its tax is accounted for in, where it is another one."
    case .taxInTaxCurrency: "Its tax in that currency."
    case .taxPointDate: "The day on which the tax became due."
    case .taxPointCode: "By what the tax becomes due, a code of UNTDID 2005."
    case .buyerReference: "By which the buyer finds who ordered."
    case .projectReference: "The project."
    case .contractReference: "The contract."
    case .salesOrderReference: "The seller's number of the order."
    case .receivingAdviceReference: "The receiving advice."
    case .despatchAdviceReference: "The despatch advice."
    case .tenderReference: "The call for tenders, or the lot."
    case .objectIdentifier: "What is invoiced: a meter or a subscription, for example."
    case .objectIdentifierScheme: "The scheme of that identifier, of UNTDID 1153."
    case .accountingReference: "Where the buyer books it."
    case .paymentTermsText: "The terms of payment, in words."
    case .deliveryName: "Who received it."
    case .deliveryLocation: "The identifier of the place that it was delivered to."
    case .deliveryLocationScheme: "The scheme of that identifier, of ISO 6523."
    case .deliveryDate: "The day on which it was delivered."
    case .periodStartDate: "The first day of the period that the document states."
    case .periodEndDate: "The last day of the period that the document states."
    }
  }
}

extension LineTerm {
  /// What it is, for the description of the wire.
  package var sentence: String {
    switch self {
    case .description: "What the item is, in more words than its name."
    case .exemptionReason: "Why no tax is charged, in words."
    case .exemptionReasonCode: "The same as a code of the list VATEX."
    case .note: "A note on the line."
    case .objectIdentifier: "What is invoiced: a meter or a subscription, for example."
    case .objectIdentifierScheme: "The scheme of that identifier, of UNTDID 1153."
    case .orderLineReference: "The line of the order."
    case .accountingReference: "Where the buyer books it."
    case .priceDiscount: "What the price was lowered by."
    case .grossPrice: "The price before that."
    case .originCountry: "Where the item comes from, a code of ISO 3166-1."
    }
  }
}
