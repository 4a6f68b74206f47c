/// BT-3: what a document is, by the codes of UNTDID 1001 that EN 16931 has for invoices and credit notes. All
/// other codes of that list are orders, offers, despatch advices and the like, which ask for no payment.
/// See <doc:Ingestion#Files>.
enum DocumentTypeCode {
  /// Without 325, the pro forma invoice: it announces an invoice, and is none.
  static let invoices: Set<String> = [
    "71", "80", "82", "84", "102", "130", "202", "203", "204", "211", "218", "219", "295", "326",
    "331", "380", "382", "383", "384", "385", "386", "387", "388", "389", "390", "393", "394",
    "395", "456", "457", "471", "472", "473", "500", "501", "527", "553", "575", "623", "633",
    "751", "780", "817", "870", "875", "876", "877", "935",
  ]

  /// Which an Invoice may bear too.
  static let creditNotes: Set<String> = [
    "81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532",
  ]

  static let proForma = "325"

  static func isReceivable(_ code: String) -> Bool {
    invoices.contains(code) || creditNotes.contains(code)
  }
}
