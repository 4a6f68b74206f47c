import CivilTime
import Monetary

/// What a document says that was ingested, beside what is billed (<doc:Ingestion#What-documents-say>).
extension PrintedInvoiceMaking {
  // MARK: Head

  /// UNTDID 1001, of what is no common invoice or credit note: a corrected invoice, a prepayment.
  var unusualType: Fact? {
    guard let code = stated?[.typeCode], !["380", "381"].contains(code) else { return nil }
    return Fact(text(.documentType), code)
  }

  /// When it was delivered, what it bills, and when its tax falls due.
  var dates: [Fact] {
    guard let stated else { return [] }
    var facts: [Fact] = []
    if let period = span(date(.periodStartDate), date(.periodEndDate)) {
      facts.append(Fact(text(.billedPeriod), period))
    }
    if let day = date(.deliveryDate) { facts.append(Fact(text(.deliveredOn), locale.text(day))) }
    if let day = date(.taxPointDate) {
      facts.append(Fact(text(.taxPoint), locale.text(day)))
    } else if let code = stated[.taxPointCode] {
      let word: DocumentWord? =
        switch code {
        case "3", "5": .onInvoiceDate
        case "35", "29": .onDelivery
        case "432", "72": .onPayment
        default: nil
        }
      facts.append(Fact(text(.taxPoint), word.map { text($0) } ?? code))
    }
    return facts
  }

  private func date(_ term: DocumentTerm) -> CivilDate? {
    stated?[term].flatMap(CivilDate.init(iso8601:))
  }

  /// nil without either of the two.
  func span(_ start: CivilDate?, _ end: CivilDate?) -> String? {
    guard start != nil || end != nil else { return nil }
    if let start, start == end { return locale.text(start) }
    let first = start.map { locale.text($0) } ?? ""
    let last = end.map { locale.text($0) } ?? ""
    return "\(first) – \(last)"
  }

  /// Those of which each stands once.
  var references: [Fact] {
    guard let stated else { return [] }
    var facts: [Fact] = []
    let words: [(DocumentTerm, DocumentWord)] = [
      (.salesOrderReference, .salesOrder), (.contractReference, .contract),
      (.projectReference, .project), (.tenderReference, .tender),
      (.despatchAdviceReference, .despatchAdvice),
      (.receivingAdviceReference, .receivingAdvice),
      (.accountingReference, .accountingReference),
    ]
    for (term, word) in words {
      if let reference = stated[term] { facts.append(Fact(text(word), reference)) }
    }
    if let id = stated[.objectIdentifier] {
      facts.append(Fact(text(.invoicedObject), with(scheme: stated[.objectIdentifierScheme], id)))
    }
    return facts
  }

  func with(scheme: String?, _ id: String) -> String { scheme.map { "\(id) (\($0))" } ?? id }

  /// The invoices that the document itself names.
  var preceding: [Fact] {
    var facts: [Fact] = []
    for invoice in stated?.preceding ?? [] {
      let day = invoice.date.flatMap(CivilDate.init(iso8601:))
      facts.append(
        Fact(
          text(isCreditNote ? .creditedInvoice : .precedingInvoice),
          day.map { "\(invoice.number) (\(locale.text($0)))" } ?? invoice.number))
    }
    return facts
  }

  var supportingDocuments: [Fact] {
    (stated?.attachments ?? []).map { document in
      let parts = [document.id, document.description, document.url].compactMap { $0 }
      return Fact(text(.supportingDocument), parts.joined(separator: ", "))
    }
  }

  /// What the tax authorities of a country count in another currency than the document's.
  var taxInOtherCurrency: Fact? {
    guard let stated, let currency = stated[.taxCurrency].flatMap(Currency.init(code:)),
      let decimal = stated[.taxInTaxCurrency].flatMap({ ExactDecimal(wire: $0) }),
      let tax = Money(exactly: decimal, currency: currency), currency != invoice.currency
    else { return nil }
    return Fact("\(text(.totalTax)) (\(currency.code))", amount(tax))
  }

  // MARK: Payment

  var hasStatedMeans: Bool { !(stated?.paymentMeans ?? []).isEmpty }

  /// The document's own means of payment, one after the other.
  var statedMeans: [Fact] { (stated?.paymentMeans ?? []).flatMap { facts(of: $0) } }

  private func facts(of means: DocumentTerms.PaymentMeans) -> [Fact] {
    var facts: [Fact] = []
    if let name = name(of: means) { facts.append(Fact(text(.meansOfPayment), name)) }
    if let account = means.iban {
      facts.append(
        IBAN.isValid(account)
          ? Fact(text(.iban), Self.grouped(account)) : Fact(text(.account), account))
    }
    let others: [(DocumentWord, String?)] = [
      (.accountHolder, means.accountName), (.bic, means.bic), (.reference, means.reference),
      (.mandate, means.mandate), (.creditorId, means.creditorId),
    ]
    for (word, value) in others {
      if let value { facts.append(Fact(text(word), value)) }
    }
    if let account = means.debitedAccount {
      facts.append(
        Fact(text(.debitedAccount), IBAN.isValid(account) ? Self.grouped(account) : account))
    }
    return facts
  }

  /// In the document's words, else by its code of UNTDID 4461; nil where that says nothing.
  private func name(of means: DocumentTerms.PaymentMeans) -> String? {
    if let words = means.text { return words }
    switch means.code {
    case "1", "ZZZ": return nil
    case "10": return text(.cash)
    case "20": return text(.cheque)
    case "30", "31", "58": return text(.creditTransfer)
    case "48", "54", "55": return text(.paymentCard)
    case "49", "59": return text(.directDebit)
    default: return means.code
    }
  }

  /// Who is paid, where that is not the seller.
  var payee: [Fact] {
    guard let payee = stated?[.payee] else { return [] }
    let names = [invoice.ingested?.seller?.name, invoice.seller?.name]
    if let name = payee.name, names.contains(name) { return [] }
    var parts = payee.name.map { [$0] } ?? []
    if let number = payee.registrationNumber {
      parts.append("\(text(.registrationNumber)) \(number)")
    }
    for item in payee.identifiers {
      let fact = identifier(item.id, scheme: item.scheme)
      parts.append("\(fact.label) \(fact.value)")
    }
    return parts.isEmpty ? [] : [Fact(text(.payee), parts.joined(separator: ", "))]
  }

  var paymentTerms: [Fact] {
    stated?[.paymentTermsText].map { [Fact(text(.paymentTerms), $0)] } ?? []
  }

  // MARK: Lines

  /// What is said of an item and of its line; its description comes first.
  func details(ofItem terms: LineTerms) -> [String] {
    var facts: [Fact] = []
    let ids: [(DocumentWord, String?)] = [
      (.itemNumber, terms.itemIds.seller), (.buyerItemNumber, terms.itemIds.buyer),
      (.orderLine, terms[.orderLineReference]),
      (.accountingReference, terms[.accountingReference]),
      (.originCountry, terms[.originCountry]),
    ]
    if let id = terms.itemIds.standard {
      facts.append(
        terms.itemIds.standardScheme == "0160"
          ? Fact("GTIN", id)
          : Fact(text(.standardItemNumber), with(scheme: terms.itemIds.standardScheme, id)))
    }
    for (word, id) in ids {
      if let id { facts.append(Fact(text(word), id)) }
    }
    if let id = terms[.objectIdentifier] {
      facts.append(Fact(text(.invoicedObject), with(scheme: terms[.objectIdentifierScheme], id)))
    }
    for item in terms.attributes { facts.append(Fact(item.name, item.value)) }
    for item in terms.classifications {
      let list = item.listVersion.map { "\(item.list) \($0)" } ?? item.list
      facts.append(Fact(text(.classification), with(scheme: list, item.code)))
    }
    for (term, word) in [
      (LineTerm.grossPrice, DocumentWord.grossPrice), (.priceDiscount, .priceDiscount),
    ] {
      if let price = terms[term] { facts.append(Fact(text(word), self.price(price))) }
    }
    return [terms[.description], terms[.note]].compactMap { $0 }
      + facts.map { "\($0.label): \($0.value)" }
  }

  /// As the document writes it, where that is no number.
  private func price(_ stated: String) -> String {
    ExactDecimal(wire: stated)
      .map { locale.text($0, atLeast: invoice.currency.minorUnitDigits) } ?? stated
  }
}

extension DocumentTerms {
  /// A note without the code of its subject, `#AAI#`, which is for machines.
  static func plainNote(_ note: String) -> String {
    let parts = note.split(separator: "#", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].isEmpty, parts[1].unicodeScalars.count == 3 else {
      return note
    }
    return String(parts[2])
  }
}
