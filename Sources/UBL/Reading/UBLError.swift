/// One reason why a file is no UBL document that could be ingested.
package enum UBLError: Error, Hashable, Sendable, CustomStringConvertible {
  case tooLarge(limit: Int)
  case malformed(line: Int)
  /// An encoding in which the file's bounds cannot be checked before it is read.
  case encoding(String)
  /// A document type declaration can name other files and define entities: none is read.
  case documentTypeDeclaration
  case tooDeep(limit: Int)
  case tooManyElements(limit: Int)
  case tooManyAttributes(limit: Int)
  case notUBL(root: String)
  case missing(String)
  /// An amount that is not in the document's currency.
  case otherCurrency(String, stated: String, document: String)
  /// A code that is no invoice's or credit note's: of UNTDID 1001 a document that asks for no payment, or none of it.
  case noReceivable(code: String)
  /// How many faults there are beside those listed.
  case more(Int)

  package var description: String {
    switch self {
    case .tooLarge(let limit): "the file is larger than \(limit >> 20) MiB"
    case .malformed(let line): "the XML is not well-formed near line \(line)"
    case .encoding(let name):
      "the file is written in the encoding \(name), which is not read here; save it as UTF-8"
    case .documentTypeDeclaration:
      "the file has a document type declaration or an entity; a UBL document has neither"
    case .tooDeep(let limit): "elements are nested deeper than \(limit)"
    case .tooManyElements(let limit): "the file has more than \(limit) elements"
    case .tooManyAttributes(let limit): "an element has more than \(limit) attributes"
    case .notUBL("Invoice"), .notUBL("CreditNote"):
      "the root element is not in the namespace of UBL 2, urn:oasis:names:specification:ubl:schema:xsd:Invoice-2 (or CreditNote-2)"
    case .notUBL(let root):
      "the root element is \(root), not Invoice or CreditNote of UBL 2"
    case .missing(let name): "the document has no \(name)"
    case .otherCurrency(let name, let stated, let document):
      "\(name) is in \(stated), and the document in \(document): every amount must be in the document's currency"
    case .noReceivable(let code) where code != DocumentTypeCode.proForma:
      "the type code \(code) is no invoice's and no credit note's (UNTDID 1001; an invoice is 380, a credit note 381): only what asks for payment is ingested"
    case .noReceivable(let code):
      "the type code \(code) is a pro forma invoice, which asks for no payment; ingest the invoice that follows it"
    case .more(1): "there is one more fault that is not listed; fix these first"
    case .more(let count): "there are \(count) more faults that are not listed; fix these first"
    }
  }
}
