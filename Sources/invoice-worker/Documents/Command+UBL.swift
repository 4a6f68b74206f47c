import Billing
import Storage
import UBL

extension Command {
  private static let out = Option(
    "--out", "FILE", summary: "write it to this file instead of standard output")

  static let invoicesUBL = Command(
    CommandDescription(
      ["invoices", "ubl"],
      summary: "write an invoice or a credit memo as UBL 2.1, valid by EN 16931",
      details: """
        A credit memo becomes a credit note that names its invoice. Where the document would not be valid nothing is \
        written, and everything that is missing is listed with the record and the member to complete.
        """,
      operands: Operands("ID"), options: [out],
      examples: ["invoices ubl INV-2026-000001 --out INV-2026-000001.xml"])
  ) { invocation throws(CommandFailure) in
    let name = invocation.arguments.operands[0]
    let store = try OperatorStore(invocation.configuration())
    let source = try store.found(invoice: name) { queries throws(StoreError) in
      try queries.documentSource(name)
    }
    if source.creditMemo == nil, let status = source.invoices.first?.status,
      status != .posted && status != .voided
    {
      throw .fault(
        "invoice \(name) is \(status.rawValue), and only what was posted is a document")
    }
    let document: EInvoice
    do throws(DocumentIncomplete) {
      document = try source.document()
    } catch {
      throw .fault(error.text(of: name))
    }
    guard let bytes = document.ubl() else {
      throw .internal("there is not enough memory for the document")
    }
    guard let path = invocation.arguments.value(out) else {
      invocation.console.writeDocument(bytes)
      return .success
    }
    try DocumentFile.write(bytes, to: path)
    return .success
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
