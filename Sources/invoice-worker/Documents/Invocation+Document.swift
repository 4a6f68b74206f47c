import Billing
import Pages
import Storage

/// What the commands that write one document have in common.
extension Invocation {
  static let documentOut = Option(
    "--out", "FILE", summary: "write it to this file instead of standard output")

  /// What the document of the operand is made of.
  ///
  /// - Throws: also where it is a draft: only what was posted is a document.
  func documentSource(withLogo hasLogo: Bool) throws(CommandFailure) -> DocumentSource {
    let name = arguments.operands[0]
    let store = try OperatorStore(configuration())
    let source = try store.found(invoice: name) { queries throws(StoreError) in
      try queries.documentSource(name, withLogo: hasLogo)
    }
    if source.creditMemo == nil, let status = source.invoices.first?.status,
      status != .posted && status != .voided
    {
      throw .fault(
        "invoice \(name) is \(status.rawValue), and only what was posted is a document")
    }
    return source
  }

  /// Writes the document where it is wanted.
  func deliver(document bytes: [UInt8]) throws(CommandFailure) -> ExitStatus {
    guard let path = arguments.value(Self.documentOut) else {
      console.writeDocument(bytes)
      return .success
    }
    try DocumentFile.write(bytes, to: path)
    return .success
  }
}

extension DocumentSource {
  /// The page that it makes: of everything, whether or not EN 16931 can say it.
  var page: PrintedInvoice {
    let standIn = standalone?.snapshot ?? invoices.first.flatMap { standIns[$0.id] }
    if let creditMemo {
      return PrintedInvoice(
        of: creditMemo, crediting: invoices, standalone: standalone?.parties, standIn: standIn,
        logo: logo)
    }
    return PrintedInvoice(of: invoices[0], standIn: standIn, logo: logo)
  }
}
