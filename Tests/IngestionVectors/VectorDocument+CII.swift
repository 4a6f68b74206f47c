import Foundation

extension VectorDocument {
  /// The document as a Cross Industry Invoice, with the element names of EN 16931-3-3: the same facts as ``ubl(_:buyer:)``.
  package func cii(buyer: String? = nil) throws -> String {
    let source = try invoice()
    var xml = CIIText()
    xml.element("rsm:ExchangedDocument") { xml in
      xml.text("ram:ID", source["number"])
      xml.text("ram:TypeCode", source["type_code"])
      xml.day("ram:IssueDateTime", source["issue_date"])
    }
    xml.element("rsm:SupplyChainTradeTransaction") { xml in
      for line in source["lines"] as? [[String: Any]] ?? [] { Self.line(line, &xml) }
      Self.agreement(source, buyer, &xml)
      Self.delivery(source["delivery"], &xml)
      Self.settlement(source, &xml)
    }
    return xml.document
  }

  private static func agreement(
    _ source: [String: Any], _ buyer: String?, _ xml: inout CIIText
  ) {
    xml.element("ram:ApplicableHeaderTradeAgreement") { xml in
      xml.text("ram:BuyerReference", source["buyer_reference"])
      party("ram:SellerTradeParty", source["seller"], nil, &xml)
      party("ram:BuyerTradeParty", source["buyer"], buyer, &xml)
      xml.reference("ram:BuyerOrderReferencedDocument", source["order_reference"])
      xml.reference("ram:ContractReferencedDocument", source["contract_reference"])
    }
  }

  private static func party(
    _ name: String, _ source: Any?, _ identifier: String?, _ xml: inout CIIText
  ) {
    guard let party = source as? [String: Any] else { return }
    xml.element(name) { xml in
      xml.text("ram:ID", identifier)
      xml.text("ram:Name", party["name"])
      xml.element("ram:SpecifiedLegalOrganization") { xml in
        xml.text("ram:ID", party["legal_id"])
        xml.text("ram:TradingBusinessName", party["trading_name"])
      }
      address(party["address"], &xml)
      if party["endpoint_id"] != nil {
        xml.element("ram:URIUniversalCommunication") { xml in
          xml.text("ram:URIID", party["endpoint_id"])
        }
      }
      if party["vat_id"] != nil {
        xml.element("ram:SpecifiedTaxRegistration") { xml in
          xml.text("ram:ID", party["vat_id"], ("schemeID", "VA"))
        }
      }
    }
  }

  private static func address(_ source: Any?, _ xml: inout CIIText) {
    guard let address = source as? [String: String] else { return }
    xml.element("ram:PostalTradeAddress") { xml in
      xml.text("ram:PostcodeCode", address["postal_code"])
      xml.text("ram:LineOne", address["street"])
      xml.text("ram:LineTwo", address["street2"])
      xml.text("ram:LineThree", address["line3"])
      xml.text("ram:CityName", address["city"])
      xml.text("ram:CountryID", address["country"])
      xml.text("ram:CountrySubDivisionName", address["region"])
    }
  }

  private static func delivery(_ source: Any?, _ xml: inout CIIText) {
    let delivery = source as? [String: Any] ?? [:]
    xml.element("ram:ApplicableHeaderTradeDelivery") { xml in
      xml.element("ram:ShipToTradeParty") { address(delivery["address"], &$0) }
      if delivery["date"] != nil {
        xml.element("ram:ActualDeliverySupplyChainEvent") { xml in
          xml.day("ram:OccurrenceDateTime", delivery["date"])
        }
      }
    }
  }

  private static func settlement(_ source: [String: Any], _ xml: inout CIIText) {
    let currency = source["currency"] as? String ?? ""
    let payment = source["payment"] as? [String: String] ?? [:]
    xml.element("ram:ApplicableHeaderTradeSettlement") { xml in
      xml.text("ram:PaymentReference", payment["reference"])
      xml.text("ram:TaxCurrencyCode", source["tax_currency"])
      xml.text("ram:InvoiceCurrencyCode", currency)
      if let payee = source["payee_name"] {
        xml.element("ram:PayeeTradeParty") { $0.text("ram:Name", payee) }
      }
      if payment["means_code"] != nil {
        xml.element("ram:SpecifiedTradeSettlementPaymentMeans") { xml in
          xml.text("ram:TypeCode", payment["means_code"])
          xml.element("ram:PayeePartyCreditorFinancialAccount") {
            $0.text("ram:IBANID", payment["account"])
          }
        }
      }
      for entry in source["tax_breakdown"] as? [[String: Any]] ?? [] {
        xml.element("ram:ApplicableTradeTax") { xml in
          xml.text("ram:CalculatedAmount", entry["tax"])
          xml.text("ram:TypeCode", "VAT")
          xml.text("ram:ExemptionReason", entry["exemption_reason"])
          xml.text("ram:BasisAmount", entry["taxable"])
          xml.text("ram:CategoryCode", entry["category"])
          xml.text("ram:ExemptionReasonCode", entry["exemption_code"])
          xml.text("ram:RateApplicablePercent", entry["percent"])
        }
      }
      xml.period(source["period"])
      adjustments(source, &xml)
      xml.element("ram:SpecifiedTradePaymentTerms") { xml in
        xml.text("ram:Description", payment["terms"])
        xml.day("ram:DueDateDateTime", source["due_date"])
      }
      totals(source, currency, &xml)
      for invoice in source["preceding_invoices"] as? [[String: String]] ?? [] {
        xml.element("ram:InvoiceReferencedDocument") { xml in
          xml.text("ram:IssuerAssignedID", invoice["number"])
          xml.day("ram:FormattedIssueDateTime", invoice["date"], type: "qdt")
        }
      }
    }
  }

  private static func totals(
    _ source: [String: Any], _ currency: String, _ xml: inout CIIText
  ) {
    let totals = source["totals"] as? [String: Any] ?? [:]
    xml.element("ram:SpecifiedTradeSettlementHeaderMonetarySummation") { xml in
      xml.text("ram:LineTotalAmount", totals["line_total"])
      xml.text("ram:ChargeTotalAmount", totals["charge_total"])
      xml.text("ram:AllowanceTotalAmount", totals["allowance_total"])
      xml.text("ram:TaxBasisTotalAmount", totals["tax_exclusive"])
      if let tax = source["tax_total_in_tax_currency"] as? [String: String] {
        xml.text("ram:TaxTotalAmount", tax["amount"], ("currencyID", tax["currency"] ?? ""))
      }
      xml.text("ram:TaxTotalAmount", source["tax_total"], ("currencyID", currency))
      xml.text("ram:RoundingAmount", totals["rounding"])
      xml.text("ram:GrandTotalAmount", totals["tax_inclusive"])
      xml.text("ram:TotalPrepaidAmount", totals["prepaid"])
      xml.text("ram:DuePayableAmount", totals["payable"])
    }
  }

  private static func adjustments(_ source: [String: Any], _ xml: inout CIIText) {
    for (name, indicator) in [("allowances", "false"), ("charges", "true")] {
      for item in source[name] as? [[String: Any]] ?? [] {
        xml.element("ram:SpecifiedTradeAllowanceCharge") { xml in
          xml.element("ram:ChargeIndicator") { $0.text("udt:Indicator", indicator) }
          xml.text("ram:CalculationPercent", item["percent"])
          xml.text("ram:BasisAmount", item["base_amount"])
          xml.text("ram:ActualAmount", item["amount"])
          xml.text("ram:Reason", item["reason"])
          if item["tax_category"] != nil {
            xml.element("ram:CategoryTradeTax") {
              $0.category(item["tax_category"], item["tax_percent"])
            }
          }
        }
      }
    }
  }

  private static func line(_ line: [String: Any], _ xml: inout CIIText) {
    xml.element("ram:IncludedSupplyChainTradeLineItem") { xml in
      xml.element("ram:AssociatedDocumentLineDocument") { $0.text("ram:LineID", line["id"]) }
      xml.element("ram:SpecifiedTradeProduct") { xml in
        xml.text("ram:SellerAssignedID", line["seller_item_id"])
        xml.text("ram:BuyerAssignedID", line["buyer_item_id"])
        xml.text("ram:Name", line["name"])
      }
      xml.element("ram:SpecifiedLineTradeAgreement") { xml in
        if let order = line["order_line_ref"] {
          xml.element("ram:BuyerOrderReferencedDocument") { $0.text("ram:LineID", order) }
        }
        if let gross = line["gross_price"] {
          xml.element("ram:GrossPriceProductTradePrice") { xml in
            xml.text("ram:ChargeAmount", gross)
            xml.element("ram:AppliedTradeAllowanceCharge") {
              $0.text("ram:ActualAmount", line["price_discount"])
            }
          }
        }
        xml.element("ram:NetPriceProductTradePrice") { xml in
          xml.text("ram:ChargeAmount", line["unit_price"])
          xml.text("ram:BasisQuantity", line["price_base_quantity"])
        }
      }
      xml.element("ram:SpecifiedLineTradeDelivery") { xml in
        let unit = (line["unit_code"] as? String).map { ("unitCode", $0) }
        xml.text("ram:BilledQuantity", line["quantity"], unit)
      }
      xml.element("ram:SpecifiedLineTradeSettlement") { xml in
        if line["tax_category"] != nil {
          xml.element("ram:ApplicableTradeTax") {
            $0.category(line["tax_category"], line["tax_percent"])
          }
        }
        xml.period(line["period"])
        adjustments(line, &xml)
        xml.element("ram:SpecifiedTradeSettlementLineMonetarySummation") {
          $0.text("ram:LineTotalAmount", line["net_amount"])
        }
      }
    }
  }
}

/// Writes elements of a Cross Industry Invoice.
struct CIIText {
  private var content = ""

  var document: String {
    let types = [
      ("rsm", "CrossIndustryInvoice"), ("ram", "ReusableAggregateBusinessInformationEntity"),
      ("qdt", "QualifiedDataType"), ("udt", "UnqualifiedDataType"),
    ].map { " xmlns:\($0)='urn:un:unece:uncefact:data:standard:\($1):100'" }.joined(separator: "\n")
    return """
      <?xml version='1.0' encoding='UTF-8'?>
      <rsm:CrossIndustryInvoice\(types)>
      \(content)</rsm:CrossIndustryInvoice>

      """
  }

  mutating func element(_ name: String, _ write: (inout CIIText) -> Void) {
    content += "<\(name)>\n"
    write(&self)
    content += "</\(name)>\n"
  }

  /// Nothing without a text.
  mutating func text(_ name: String, _ value: Any?, _ attribute: (String, String)? = nil) {
    guard let value = value as? String else { return }
    let escaped = value.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    let attributes = attribute.map { " \($0.0)='\($0.1)'" } ?? ""
    content += "<\(name)\(attributes)>\(escaped)</\(name)>\n"
  }

  mutating func day(_ name: String, _ value: Any?, type: String = "udt") {
    guard let date = value as? String else { return }
    element(name) {
      $0.text("\(type):DateTimeString", date.replacing("-", with: ""), ("format", "102"))
    }
  }

  mutating func period(_ source: Any?) {
    guard let period = source as? [String: String] else { return }
    element("ram:BillingSpecifiedPeriod") { xml in
      xml.day("ram:StartDateTime", period["from"])
      xml.day("ram:EndDateTime", period["to"])
    }
  }

  mutating func reference(_ name: String, _ id: Any?) {
    guard id != nil else { return }
    element(name) { $0.text("ram:IssuerAssignedID", id) }
  }

  mutating func category(_ code: Any?, _ percent: Any?) {
    text("ram:TypeCode", "VAT")
    text("ram:CategoryCode", code)
    text("ram:RateApplicablePercent", percent)
  }
}
