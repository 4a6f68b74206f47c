extension IncomingInvoice {
  /// What the document calls its buyer by, where its account is named by the document, too: an account that the sender chose is
  /// never another one.
  var buyerKeys: Set<BuyerKey> {
    guard let buyer = terms[.buyer] else { return [] }
    let named =
      buyer.identifiers.map(\.id)
      + [buyer.vatId, buyer.vatId?.filter { !$0.isWhitespace }, buyer.electronicAddress?.id]
      .compactMap(\.self)
    guard named.contains(billingAccountId.text) else { return [] }
    var keys: Set<BuyerKey> = []
    if let vatId = buyer.vatId { keys.insert(BuyerKey(vatId: vatId)) }
    if let address = buyer.electronicAddress { keys.insert(.electronicAddress(address)) }
    for item in buyer.identifiers {
      guard let scheme = item.scheme else { continue }
      keys.insert(.electronicAddress(ElectronicAddress(scheme: scheme, id: item.id)))
    }
    return keys
  }

  /// By which an order may be found; none where the sender names one.
  var orderNumbers: [String] {
    guard referenceEntity == nil else { return [] }
    return [purchaseOrderNumber, terms[.salesOrderReference]].compactMap(\.self)
  }
}
