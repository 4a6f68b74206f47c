import Foundation

/// An official example invoice, and the ingestion request it makes.
package struct VectorDocument: Sendable, CustomStringConvertible {
  package let name: String
  private let data: Data

  package static let all: [VectorDocument] = {
    let folder = Bundle.module.bundleURL.appendingPathComponent("Documents")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".json") }.sorted().compactMap { name in
      (try? Data(contentsOf: folder.appendingPathComponent(name))).map {
        VectorDocument(name: String(name.dropLast(5)), data: $0)
      }
    }
  }()

  package static func named(_ name: String) -> VectorDocument? {
    all.first { $0.name == name }
  }

  package var description: String { name }

  /// The document's totals as it states them: BT-106 and its neighbours, in this order: taxExclusive,
  /// tax, taxInclusive, payable.
  package func totals() throws -> [String] {
    let invoice = try self.invoice()
    let totals = invoice["totals"] as? [String: String] ?? [:]
    return [
      totals["tax_exclusive"] ?? "", invoice["tax_total"] as? String ?? "0",
      totals["tax_inclusive"] ?? "", totals["payable"] ?? "",
    ]
  }

  package func isCreditNote() throws -> Bool {
    try invoice()["document_type"] as? String == "credit_note"
  }

  /// The pointers at which the document's own amounts break the line rule.
  package func mismatchedLines() throws -> [String] {
    let root = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    let calculation = root["calculation"] as? [String: Any] ?? [:]
    if calculation["amount_decimals"] as? Int == 0 {
      // Whole forints, where ISO 4217 has two decimals.
      return (0..<3).map { "/invoice/lines/\($0)" }
    }
    let lines = try invoice()["lines"] as? [[String: Any]] ?? []
    let violations = calculation["violations"] as? [[String: String]] ?? []
    return violations.filter { $0["rule"] == "line_net" }.compactMap { violation in
      let id = violation["where"]?.replacingOccurrences(of: "line ", with: "")
      return lines.firstIndex { $0["id"] as? String == id }.map { "/invoice/lines/\($0)" }
    }
  }

  /// The request as a tree, for a test to change before it is written.
  package func request(
    account: String = "A", uniqueIdentifier: String? = nil
  ) throws -> [String: Any] {
    let source = try invoice()
    let totals = source["totals"] as? [String: String] ?? [:]
    var invoice: [String: Any] = [
      "billingAccountId": account, "currency": source["currency"] ?? "",
      "invoiceDate": source["issue_date"] ?? "", "status": "Posted",
      "invoiceNumber": source["number"] ?? "", "postedDate": source["issue_date"] ?? "",
      "documentType": try isCreditNote() ? "CreditNote" : "Invoice",
      "lines": (source["lines"] as? [[String: Any]] ?? []).map(Self.line),
      "allowances": Self.adjustments(source["allowances"]),
      "charges": Self.adjustments(source["charges"]),
      "taxBreakdown": (source["tax_breakdown"] as? [[String: Any]] ?? []).map { entry in
        Self.present([
          "category": entry["category"], "rate": entry["percent"],
          "taxableAmount": entry["taxable"], "taxAmount": entry["tax"],
        ])
      },
      "statedTotals": Self.present([
        "lines": totals["line_total"], "allowances": totals["allowance_total"],
        "charges": totals["charge_total"], "taxExclusive": totals["tax_exclusive"],
        "tax": source["tax_total"], "taxInclusive": totals["tax_inclusive"],
        "payable": totals["payable"],
      ]),
    ]
    invoice["uniqueIdentifier"] = uniqueIdentifier
    invoice["dueDate"] = source["due_date"]
    invoice["prepaidAmount"] = totals["prepaid"]
    invoice["payableRounding"] = totals["rounding"]
    return ["invoice": invoice, "taxCalculationStatus": "Posted"]
  }

  func invoice() throws -> [String: Any] {
    let root = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    return root["invoice"] as? [String: Any] ?? [:]
  }

  private static func line(_ source: [String: Any]) -> [String: Any] {
    let period = source["period"] as? [String: String] ?? [:]
    return present([
      "id": source["id"], "name": source["name"], "quantity": source["quantity"],
      "unitOfMeasure": source["unit_code"], "unitPrice": source["unit_price"],
      "priceBaseQuantity": source["price_base_quantity"],
      "chargeAmount": source["net_amount"], "taxCategory": source["tax_category"],
      "taxRate": source["tax_percent"], "startDate": period["from"], "endDate": period["to"],
      "allowances": amounts(source["allowances"]), "charges": amounts(source["charges"]),
    ])
  }

  private static func amounts(_ items: Any?) -> [[String: Any]] {
    (items as? [[String: Any]] ?? []).map {
      present(["amount": $0["amount"], "reason": $0["reason"]])
    }
  }

  private static func adjustments(_ items: Any?) -> [[String: Any]] {
    (items as? [[String: Any]] ?? []).map {
      present([
        "amount": $0["amount"], "reason": $0["reason"], "taxCategory": $0["tax_category"],
        "taxRate": $0["tax_percent"],
      ])
    }
  }

  private static func present(_ members: [String: Any?]) -> [String: Any] {
    members.compactMapValues { $0 }
  }
}
