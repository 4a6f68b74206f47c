/// Why a file is not taken as a UBL document.
package enum UBLError: Error, Hashable, Sendable, CustomStringConvertible {
  case tooLarge(limit: Int)
  case malformed(line: Int)
  /// A document type declaration can name other files and define entities: none is read.
  case documentTypeDeclaration
  case tooDeep(limit: Int)
  case tooManyElements(limit: Int)
  case notUBL(root: String)
  case missing(String)
  /// An amount that is not in the document's currency.
  case otherCurrency(String, stated: String, document: String)

  package var description: String {
    switch self {
    case .tooLarge(let limit): "the file is larger than \(limit >> 20) MiB"
    case .malformed(let line): "the XML is not well-formed near line \(line)"
    case .documentTypeDeclaration:
      "the file has a document type declaration or an entity; a UBL document has neither"
    case .tooDeep(let limit): "elements are nested deeper than \(limit)"
    case .tooManyElements(let limit): "the file has more than \(limit) elements"
    case .notUBL(let root):
      "the root element is \(root), not Invoice or CreditNote of UBL 2"
    case .missing(let name): "the document has no \(name)"
    case .otherCurrency(let name, let stated, let document):
      "\(name) is in \(stated), and the document in \(document): every amount must be in the document's currency"
    }
  }
}
