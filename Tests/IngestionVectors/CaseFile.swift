import Foundation

/// A UBL file that was once read wrongly (`Cases/`), for account `CUST-1` in euros.
package enum CaseFile: String, Sendable, CaseIterable {
  case negativeCreditNote = "B09-negative-credit-note"
  case negativeCreditNoteInInvoice = "B10b-381-in-Invoice-negative"
  case thirdPartyPayment = "B11-third-party-payment"
  case emptyTaxTotalFirst = "B23b-empty-taxtotal-first"
  case emptyTaxTotalLast = "B23c-zatca-order"
  case buildingNumber = "address-building-number"

  package func text() throws -> String {
    try String(
      contentsOf: Bundle.module.bundleURL.appendingPathComponent("Cases/\(rawValue).xml"),
      encoding: .utf8)
  }
}
