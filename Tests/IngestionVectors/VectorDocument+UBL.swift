import Foundation

/// How a document names the namespaces of UBL's components.
package struct UBLPrefixes: Sendable, CustomStringConvertible {
  let aggregate: String
  let basic: String

  package static let usual = UBLPrefixes(aggregate: "cac", basic: "cbc")
  package static let all = [
    usual, UBLPrefixes(aggregate: "a", basic: ""), UBLPrefixes(aggregate: "", basic: "cac"),
  ]

  package var description: String { "\(aggregate)/\(basic)" }
}

extension VectorDocument {
  /// The document as a UBL 2.1 file, with the element names of EN 16931-3-2; `buyer` is BT-46, by which the
  /// account is found.
  package func ubl(_ prefixes: UBLPrefixes = .usual, buyer: String? = nil) throws -> String {
    let source = try invoice()
    let isCreditNote = try isCreditNote()
    let currency = source["currency"] as? String ?? ""
    let root = isCreditNote ? "CreditNote" : "Invoice"
    return UBLText.document(root, aggregate: prefixes.aggregate, basic: prefixes.basic) { xml in
      xml.basic("CustomizationID", "urn:cen.eu:en16931:2017")
      xml.basic("ID", source["number"])
      xml.basic("IssueDate", source["issue_date"])
      if !isCreditNote { xml.basic("DueDate", source["due_date"]) }
      xml.basic("\(root)TypeCode", source["type_code"])
      xml.basic("DocumentCurrencyCode", currency)
      xml.basic("TaxCurrencyCode", source["tax_currency"])
      xml.basic("BuyerReference", source["buyer_reference"])
      Self.references(source, &xml)
      xml.aggregate("AccountingSupplierParty") { Self.party(source["seller"], nil, &$0) }
      xml.aggregate("AccountingCustomerParty") { Self.party(source["buyer"], buyer, &$0) }
      if let payee = source["payee_name"] {
        xml.aggregate("PayeeParty") { $0.aggregate("PartyName") { $0.basic("Name", payee) } }
      }
      Self.delivery(source["delivery"], &xml)
      Self.payment(source["payment"], due: isCreditNote ? source["due_date"] : nil, &xml)
      Self.adjustments(source, currency, &xml)
      if let tax = source["tax_total_in_tax_currency"] as? [String: String] {
        // The tax in the accounting currency is another number, and may come first.
        xml.aggregate("TaxTotal") {
          $0.amount("TaxAmount", tax["amount"], tax["currency"] ?? "")
        }
      }
      Self.taxTotal(source, currency, &xml)
      Self.totals(source["totals"], currency, &xml)
      for line in source["lines"] as? [[String: Any]] ?? [] {
        xml.aggregate("\(root)Line") {
          Self.line(line, isCreditNote ? "CreditedQuantity" : "InvoicedQuantity", currency, &$0)
        }
      }
    }
  }

  private static func party(_ source: Any?, _ identifier: String?, _ xml: inout UBLText) {
    guard let party = source as? [String: Any] else { return }
    xml.aggregate("Party") { xml in
      xml.basic("EndpointID", party["endpoint_id"])
      if let identifier {
        xml.aggregate("PartyIdentification") { $0.basic("ID", identifier) }
      }
      if let name = party["trading_name"] {
        xml.aggregate("PartyName") { $0.basic("Name", name) }
      }
      if let address = party["address"] as? [String: String] {
        xml.aggregate("PostalAddress") { Self.address(address, &$0) }
      }
      if party["vat_id"] != nil {
        xml.aggregate("PartyTaxScheme") { xml in
          xml.basic("CompanyID", party["vat_id"])
          xml.aggregate("TaxScheme") { $0.basic("ID", "VAT") }
        }
      }
      xml.aggregate("PartyLegalEntity") { xml in
        xml.basic("RegistrationName", party["name"])
        xml.basic("CompanyID", party["legal_id"])
      }
    }
  }

  private static func address(_ address: [String: String], _ xml: inout UBLText) {
    xml.basic("StreetName", address["street"])
    xml.basic("AdditionalStreetName", address["street2"])
    xml.basic("CityName", address["city"])
    xml.basic("PostalZone", address["postal_code"])
    xml.basic("CountrySubentity", address["region"])
    if let line = address["line3"] {
      xml.aggregate("AddressLine") { $0.basic("Line", line) }
    }
    xml.aggregate("Country") { $0.basic("IdentificationCode", address["country"]) }
  }

  private static func references(_ source: [String: Any], _ xml: inout UBLText) {
    if let period = source["period"] as? [String: String] {
      xml.aggregate("InvoicePeriod") { xml in
        xml.basic("StartDate", period["from"])
        xml.basic("EndDate", period["to"])
      }
    }
    if let order = source["order_reference"] {
      xml.aggregate("OrderReference") { $0.basic("ID", order) }
    }
    for invoice in source["preceding_invoices"] as? [[String: String]] ?? [] {
      xml.aggregate("BillingReference") { xml in
        xml.aggregate("InvoiceDocumentReference") { xml in
          xml.basic("ID", invoice["number"])
          xml.basic("IssueDate", invoice["date"])
        }
      }
    }
    if let contract = source["contract_reference"] {
      xml.aggregate("ContractDocumentReference") { $0.basic("ID", contract) }
    }
  }

  private static func delivery(_ source: Any?, _ xml: inout UBLText) {
    guard let delivery = source as? [String: Any] else { return }
    xml.aggregate("Delivery") { xml in
      xml.basic("ActualDeliveryDate", delivery["date"])
      if let address = delivery["address"] as? [String: String] {
        xml.aggregate("DeliveryLocation") { xml in
          xml.aggregate("Address") { Self.address(address, &$0) }
        }
      }
    }
  }

  private static func payment(_ source: Any?, due: Any?, _ xml: inout UBLText) {
    let payment = source as? [String: String] ?? [:]
    if due != nil || payment["means_code"] != nil {
      xml.aggregate("PaymentMeans") { xml in
        xml.basic("PaymentMeansCode", payment["means_code"])
        xml.basic("PaymentDueDate", due)
        xml.basic("PaymentID", payment["reference"])
        if let account = payment["account"] {
          xml.aggregate("PayeeFinancialAccount") { $0.basic("ID", account) }
        }
      }
    }
    if let terms = payment["terms"] {
      xml.aggregate("PaymentTerms") { $0.basic("Note", terms) }
    }
  }

  private static func adjustments(
    _ source: [String: Any], _ currency: String, _ xml: inout UBLText
  ) {
    for (name, indicator) in [("allowances", "false"), ("charges", "true")] {
      for item in source[name] as? [[String: Any]] ?? [] {
        xml.aggregate("AllowanceCharge") { xml in
          xml.basic("ChargeIndicator", indicator)
          xml.basic("AllowanceChargeReason", item["reason"])
          xml.basic("MultiplierFactorNumeric", item["percent"])
          xml.amount("Amount", item["amount"], currency)
          xml.amount("BaseAmount", item["base_amount"], currency)
          if item["tax_category"] != nil {
            xml.aggregate("TaxCategory") {
              $0.category(item["tax_category"], item["tax_percent"])
            }
          }
        }
      }
    }
  }

  private static func taxTotal(_ source: [String: Any], _ currency: String, _ xml: inout UBLText) {
    let breakdown = source["tax_breakdown"] as? [[String: Any]] ?? []
    guard source["tax_total"] != nil || !breakdown.isEmpty else { return }
    xml.aggregate("TaxTotal") { xml in
      xml.amount("TaxAmount", source["tax_total"], currency)
      for entry in breakdown {
        xml.aggregate("TaxSubtotal") { xml in
          xml.amount("TaxableAmount", entry["taxable"], currency)
          xml.amount("TaxAmount", entry["tax"], currency)
          xml.aggregate("TaxCategory") { xml in
            xml.basic("ID", entry["category"])
            xml.basic("Percent", entry["percent"])
            xml.basic("TaxExemptionReasonCode", entry["exemption_code"])
            xml.basic("TaxExemptionReason", entry["exemption_reason"])
            xml.aggregate("TaxScheme") { $0.basic("ID", "VAT") }
          }
        }
      }
    }
  }

  private static func totals(_ source: Any?, _ currency: String, _ xml: inout UBLText) {
    let totals = source as? [String: Any] ?? [:]
    xml.aggregate("LegalMonetaryTotal") { xml in
      for (element, name) in [
        ("LineExtensionAmount", "line_total"), ("TaxExclusiveAmount", "tax_exclusive"),
        ("TaxInclusiveAmount", "tax_inclusive"), ("AllowanceTotalAmount", "allowance_total"),
        ("ChargeTotalAmount", "charge_total"), ("PrepaidAmount", "prepaid"),
        ("PayableRoundingAmount", "rounding"), ("PayableAmount", "payable"),
      ] {
        xml.amount(element, totals[name], currency)
      }
    }
  }

  private static func line(
    _ line: [String: Any], _ quantity: String, _ currency: String, _ xml: inout UBLText
  ) {
    xml.basic("ID", line["id"])
    let unit = (line["unit_code"] as? String).map { ("unitCode", $0) }
    xml.basic(quantity, line["quantity"], unit)
    xml.amount("LineExtensionAmount", line["net_amount"], currency)
    if let period = line["period"] as? [String: String] {
      xml.aggregate("InvoicePeriod") { xml in
        xml.basic("StartDate", period["from"])
        xml.basic("EndDate", period["to"])
      }
    }
    if let order = line["order_line_ref"] {
      xml.aggregate("OrderLineReference") { $0.basic("LineID", order) }
    }
    adjustments(line, currency, &xml)
    xml.aggregate("Item") { xml in
      xml.basic("Name", line["name"])
      for (name, key) in [("Buyers", "buyer_item_id"), ("Sellers", "seller_item_id")] {
        guard let id = line[key] else { continue }
        xml.aggregate("\(name)ItemIdentification") { $0.basic("ID", id) }
      }
      if line["tax_category"] != nil {
        xml.aggregate("ClassifiedTaxCategory") {
          $0.category(line["tax_category"], line["tax_percent"])
        }
      }
    }
    xml.aggregate("Price") { xml in
      xml.amount("PriceAmount", line["unit_price"], currency)
      xml.basic("BaseQuantity", line["price_base_quantity"])
      if let gross = line["gross_price"] {
        xml.aggregate("AllowanceCharge") { xml in
          xml.basic("ChargeIndicator", "false")
          xml.amount("Amount", line["price_discount"], currency)
          xml.amount("BaseAmount", gross, currency)
        }
      }
    }
  }
}

extension UBLText {
  fileprivate mutating func amount(_ name: String, _ value: Any?, _ currency: String) {
    basic(name, value, ("currencyID", currency))
  }

  fileprivate mutating func category(_ code: Any?, _ percent: Any?) {
    basic("ID", code)
    basic("Percent", percent)
    aggregate("TaxScheme") { $0.basic("ID", "VAT") }
  }
}
