/// A word or sentence that pages are labelled with.
package enum DocumentWord: String, Hashable, Sendable, CaseIterable {
  // What it is.
  case invoice, creditNote
  // Its head.
  case number, date, dueDate, buyerReference, purchaseOrder, creditedInvoice, billTo, shipTo
  case vatId, taxNumber, registrationNumber, contact
  // Its lines.
  case position, description, quantity, unitPrice, tax, amount
  case charges, usage, adjustments, subtotal, carriedForward, broughtForward
  case days, included, day, week, month, year
  // Its sums.
  case totalWithoutTax, totalTax, totalWithTax, prepaid, rounding, collectedForOthers, payable
  case credited
  // Its taxes.
  case taxes, category, rate, taxableAmount, taxAmount
  case reverseCharge, intraCommunity, export, notSubject, exempt
  // Paying it.
  case instalments, payment, iban, bic, reference
  case page, pageOf
  // What a document from outside says: of itself, of its parties, of paying it and of its lines.
  case documentType, billedPeriod, taxPoint, onInvoiceDate, onDelivery, onPayment, deliveredOn
  case project, contract, salesOrder, receivingAdvice, despatchAdvice, tender, invoicedObject
  case accountingReference, precedingInvoice, supportingDocument
  case identifier, electronicAddress, taxRepresentative
  case meansOfPayment, creditTransfer, directDebit, paymentCard, cash, cheque
  case account, accountHolder, payee, mandate, creditorId, debitedAccount, paymentTerms
  case itemNumber, buyerItemNumber, standardItemNumber, classification, originCountry, orderLine
  case grossPrice, priceDiscount
}

extension DocumentLocale {
  /// The word in the locale's language. Where something stands for something else it is between braces: `{0} of {1} days`.
  package func text(_ word: DocumentWord) -> String {
    DocumentWord.table(of: language)[word] ?? DocumentWord.statedTable(of: language)[word]
      ?? word.rawValue
  }

  /// A sentence with its braces filled.
  package func text(_ word: DocumentWord, _ first: String, _ second: String = "") -> String {
    text(word).replacing("{0}", with: first).replacing("{1}", with: second)
  }
}

extension DocumentWord {
  fileprivate static func table(of language: DocumentLocale.Language) -> [DocumentWord: String] {
    switch language {
    case .danish: danish
    case .german: german
    case .english: english
    case .spanish: spanish
    case .finnish: finnish
    case .french: french
    case .italian: italian
    case .norwegian: norwegian
    case .dutch: dutch
    case .polish: polish
    case .portuguese: portuguese
    case .swedish: swedish
    }
  }

  fileprivate static func statedTable(
    of language: DocumentLocale.Language
  ) -> [DocumentWord: String] {
    switch language {
    case .danish: statedDanish
    case .german: statedGerman
    case .english: statedEnglish
    case .spanish: statedSpanish
    case .finnish: statedFinnish
    case .french: statedFrench
    case .italian: statedItalian
    case .norwegian: statedNorwegian
    case .dutch: statedDutch
    case .polish: statedPolish
    case .portuguese: statedPortuguese
    case .swedish: statedSwedish
    }
  }
}
