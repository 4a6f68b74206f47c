import Foundation

/// One change that makes the contract's example wrong in one way, and what must be said of it.
package struct RuleCase: Sendable, CustomStringConvertible {
  private let path: String
  private let json: String
  /// Code and pointer of the one error, such as `TOTALS_MISMATCH /invoice/statedTotals/tax`.
  package let place: String

  private init(_ path: String, _ json: String, _ place: String) {
    self.path = path
    self.json = json
    self.place = place
  }

  package var description: String { "\(path) = \(json)" }

  /// Rejected where the request contradicts itself, Failed where the world does not fit it.
  package var outcome: String { place.hasPrefix("REQUEST_INVALID") ? "Rejected" : "Failed" }

  package func applied(to tree: RequestTree) throws -> RequestTree {
    let value = try JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed)
    return tree.setting(path, to: value)
  }

  package static let all = [
    RuleCase("taxCalculationStatus", #""Posted""#, "REQUEST_INVALID /taxCalculationStatus"),
    RuleCase(
      "invoice.lines.0.taxProcessingStatus", #""Posted""#,
      "REQUEST_INVALID /invoice/lines/0/taxProcessingStatus"),
    RuleCase(
      "invoice.lines.0.taxProcessingStatus", #""Pending""#,
      "REQUEST_INVALID /invoice/lines/0/taxes"),
    RuleCase("invoice.postedDate", #""2026-11-20""#, "REQUEST_INVALID /invoice/postedDate"),
    RuleCase(
      "invoice.lines.0.endDate", #""2026-10-31""#, "REQUEST_INVALID /invoice/lines/0/endDate"),
    RuleCase(
      "invoice.lines.0.priceBaseQuantity", "0",
      "REQUEST_INVALID /invoice/lines/0/priceBaseQuantity"),
    RuleCase("invoice.lines", "[]", "REQUEST_INVALID /invoice/lines"),
    RuleCase(
      "invoice.lines.0.billingAddressId", #""zz""#,
      "RECORD_REFERENCE_NOT_FOUND /invoice/lines/0/billingAddressId"),
    RuleCase(
      "invoice.lines.0.taxTreatmentId", #""zz""#,
      "RECORD_REFERENCE_NOT_FOUND /invoice/lines/0/taxTreatmentId"),
    RuleCase(
      "invoice.lines.0.taxTreatmentId", #""free""#, "REQUEST_INVALID /invoice/lines/0/taxes"),
    RuleCase(
      "invoice.lines.0.taxCategory", #""S""#, "REQUEST_INVALID /invoice/lines/0/taxCategory"),
    RuleCase("invoice.lines.0.taxRate", "25", "REQUEST_INVALID /invoice/lines/0/taxRate"),
    RuleCase(
      "invoice.lines.0.chargeAmount", #""140.001""#,
      "AMOUNT_NOT_EXACT /invoice/lines/0/chargeAmount"),
    RuleCase("invoice.prepaidAmount", #""0.001""#, "AMOUNT_NOT_EXACT /invoice/prepaidAmount"),
    RuleCase("invoice.currency", #""JPX""#, "CURRENCY_UNKNOWN /invoice/currency"),
    RuleCase("invoice.referenceEntity.id", #""zz""#, "ORDER_NOT_FOUND /invoice/referenceEntity/id"),
    RuleCase("invoice.billingAccountId", #""zz""#, "ACCOUNT_NOT_FOUND /invoice/billingAccountId"),
    RuleCase(
      "invoice.taxBreakdown.1", #"{"category": "S", "rate": "25.0", "taxAmount": "0"}"#,
      "REQUEST_INVALID /invoice/taxBreakdown/1"),
    RuleCase(
      "invoice.taxBreakdown.0.taxAmount", #""36.00""#,
      "TOTALS_MISMATCH /invoice/taxBreakdown/0/taxAmount"),
    RuleCase(
      "invoice.taxBreakdown.0.taxableAmount", #""141.00""#,
      "TOTALS_MISMATCH /invoice/taxBreakdown/0/taxableAmount"),
    RuleCase(
      "invoice.statedTotals.lines", #""1""#, "TOTALS_MISMATCH /invoice/statedTotals/lines"),
    RuleCase(
      "invoice.statedTotals.allowances", #""1""#,
      "TOTALS_MISMATCH /invoice/statedTotals/allowances"),
    RuleCase(
      "invoice.statedTotals.charges", #""1""#, "TOTALS_MISMATCH /invoice/statedTotals/charges"),
    RuleCase(
      "invoice.statedTotals.taxExclusive", #""1""#,
      "TOTALS_MISMATCH /invoice/statedTotals/taxExclusive"),
    RuleCase("invoice.statedTotals.tax", #""1""#, "TOTALS_MISMATCH /invoice/statedTotals/tax"),
    RuleCase(
      "invoice.statedTotals.taxInclusive", #""1""#,
      "TOTALS_MISMATCH /invoice/statedTotals/taxInclusive"),
    RuleCase(
      "invoice.payableRounding", #""0.01""#, "TOTALS_MISMATCH /invoice/statedTotals/payable"),
    RuleCase("invoice.colour", #""red""#, "REQUEST_INVALID /invoice/colour"),
    RuleCase("invoice.lines.0.quantity", #""1e3""#, "REQUEST_INVALID /invoice/lines/0/quantity"),
  ]
}
