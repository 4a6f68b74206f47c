import Foundation

/// A tree of JSON that a test changes at a path such as `invoice.lines.0.taxRate`.
package struct RequestTree {
  package var value: [String: Any]

  package init(_ value: [String: Any]) { self.value = value }

  /// The contract's own example.
  package static func example() throws -> RequestTree {
    let text = """
      { "invoice": {
        "uniqueIdentifier": "ERP-2026-000123", "billingAccountId": "A",
        "billToContact": {"name": "A. Payable", "email": "ap@example.com"},
        "currency": "EUR", "invoiceDate": "2026-11-20", "dueDate": "2026-12-20",
        "status": "Draft", "invoiceNumber": null, "postedDate": null,
        "referenceEntity": {"type": "Order", "id": "O"}, "description": "November",
        "documentType": "Invoice",
        "addresses": [{"id": "a1", "street": "Main 1", "city": "Oslo", "postalCode": "0150",
          "state": null, "country": "NO"}],
        "lines": [{ "id": "l1", "name": "Support", "startDate": "2026-11-01",
          "endDate": "2026-11-30", "quantity": "1.5", "unitOfMeasure": "HUR",
          "unitPrice": "100.00", "priceBaseQuantity": "1",
          "allowances": [{"amount": "10.00", "reason": "loyalty"}], "charges": [],
          "chargeAmount": "140.00", "taxTreatmentId": "std", "billingAddressId": "a1",
          "shippingAddressId": "a1",
          "taxes": [{"name": "VAT", "code": "S", "rate": "25", "amount": "35.00"}] }],
        "allowances": [], "charges": [],
        "taxBreakdown": [{"category": "S", "rate": "25", "taxableAmount": "140.00",
          "taxAmount": "35.00"}],
        "prepaidAmount": "0.00", "payableRounding": "0.00",
        "statedTotals": {"lines": "140.00", "allowances": "0.00", "charges": "0.00",
          "taxExclusive": "140.00", "tax": "35.00", "taxInclusive": "175.00",
          "payable": "175.00"} },
        "taxCalculationStatus": "Estimated", "shouldCalculateTax": false }
      """
    let root = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    guard let root else { throw CocoaError(.propertyListReadCorrupt) }
    return RequestTree(root)
  }

  package func setting(_ path: String, to new: Any?) -> RequestTree {
    let steps = path.split(separator: ".").map(String.init)
    return RequestTree(Self.set(value, steps[...], to: new) as? [String: Any] ?? [:])
  }

  /// As a request's body; equal trees give equal bytes.
  package func bytes() throws -> [UInt8] {
    try Array(JSONSerialization.data(withJSONObject: value, options: [.sortedKeys]))
  }

  private static func set(_ node: Any, _ steps: ArraySlice<String>, to new: Any?) -> Any? {
    guard let step = steps.first else { return new }
    if var array = node as? [Any], let index = Int(step) {
      if index == array.count {
        if let made = set([String: Any](), steps.dropFirst(), to: new) { array.append(made) }
      } else if let changed = set(array[index], steps.dropFirst(), to: new) {
        array[index] = changed
      } else {
        array.remove(at: index)
      }
      return array
    }
    var object = node as? [String: Any] ?? [:]
    object[step] = set(object[step] ?? [String: Any](), steps.dropFirst(), to: new)
    return object
  }
}
