import JSON

/// An invoice that a preview shows, as a consumer reads it.
package struct PreviewView: Hashable, Sendable {
  package struct Line: Hashable, Sendable {
    package let billingScheduleId: String?
    package let name: String?
    package let startDate: String?
    /// Inclusive.
    package let endDate: String?
    package let quantity: String?
    package let unitPrice: String?
    package let amount: String?
    /// As `VAT 25 %: 35.00`.
    package let taxes: [String]
  }

  package let accountId: String?
  package let currency: String?
  package let invoiceDate: String?
  package let dueDate: String?
  package let totalAmount: String?
  package let totalTaxAmount: String?
  package let totalAmountWithTax: String?
  package let lines: [Line]
}

extension PreviewView {
  init(_ object: JSONObject) {
    accountId = object.text("accountId")
    currency = object.text("currency")
    invoiceDate = object.text("invoiceDate")
    dueDate = object.text("dueDate")
    totalAmount = object.text("totalAmount")
    totalTaxAmount = object.text("totalTaxAmount")
    totalAmountWithTax = object.text("totalAmountWithTax")
    lines = object.objects("lines").map(Line.init)
  }
}

extension PreviewView.Line {
  fileprivate init(_ object: JSONObject) {
    billingScheduleId = object.text("billingScheduleId")
    name = object.text("name")
    startDate = object.text("startDate")
    endDate = object.text("endDate")
    quantity = object.text("quantity")
    unitPrice = object.text("unitPrice")
    amount = object.text("amount")
    taxes = object.objects("taxes").map { tax in
      "\(tax.text("name") ?? "") \(tax.text("rate") ?? "") %: \(tax.text("amount") ?? "")"
    }
  }
}
