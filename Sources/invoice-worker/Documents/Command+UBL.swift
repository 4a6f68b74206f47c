import Billing
import Storage
import UBL

extension Command {
  static let invoicesUBL = Command(
    CommandDescription(
      ["invoices", "ubl"],
      summary: "write an invoice or a credit memo as UBL 2.1, valid by EN 16931",
      details: """
        A credit memo becomes a credit note that names its invoice. Where the document would not be valid nothing is \
        written, and everything that is missing is listed with the record and the member to complete.
        """,
      operands: Operands("ID"), options: [Invocation.documentOut],
      examples: ["invoices ubl INV-2026-000001 --out INV-2026-000001.xml"])
  ) { invocation throws(CommandFailure) in
    let source = try invocation.documentSource(withLogo: false)
    let document: EInvoice
    do throws(DocumentIncomplete) {
      document = try source.document()
    } catch {
      throw .fault(error.text(of: invocation.arguments.operands[0]))
    }
    guard let bytes = document.ubl() else {
      throw .internal("there is not enough memory for the document")
    }
    return try invocation.deliver(document: bytes)
  }
}

extension DocumentSource {
  /// The document that it makes.
  func document() throws(DocumentIncomplete) -> EInvoice {
    if let creditMemo {
      return try EInvoice(of: creditMemo, crediting: invoices, standIns: standIns)
    }
    return try EInvoice(of: invoices[0], standIn: standIns[invoices[0].id])
  }
}

extension DocumentIncomplete {
  /// A line for each fault, below what they are faults of.
  fileprivate func text(of name: String) -> String {
    "\(ErrorCode.documentIncomplete.rawValue): no valid document can be made of \(name); nothing was written\n"
      + faults.map { "  " + $0.message }.joined(separator: "\n")
  }
}
