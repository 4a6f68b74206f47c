/// One invoice in both syntaxes of EN 16931, of lines of 100.00 with a tax of 25 %.
enum DocumentSamples {
  static func ubl(lines: Int) -> [UInt8] {
    let (net, tax, gross) = totals(lines)
    let scheme = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
    let category = "<cbc:ID>S</cbc:ID><cbc:Percent>25</cbc:Percent>\(scheme)"
    func party(_ role: String, _ name: String, _ vat: String) -> String {
      """
      <cac:\(role)><cac:Party><cac:PostalAddress><cbc:StreetName>Kungsgatan 1</cbc:StreetName>
      <cbc:CityName>Stockholm</cbc:CityName><cbc:PostalZone>111 43</cbc:PostalZone>
      <cac:Country><cbc:IdentificationCode>SE</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
      <cac:PartyTaxScheme><cbc:CompanyID>\(vat)</cbc:CompanyID>\(scheme)</cac:PartyTaxScheme>
      <cac:PartyLegalEntity><cbc:RegistrationName>\(name)</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:\(role)>

      """
    }
    func amount(_ name: String, _ value: String) -> String {
      "<cbc:\(name) currencyID=\"EUR\">\(value)</cbc:\(name)>"
    }
    let items = (1...lines).map { line in
      """
      <cac:InvoiceLine><cbc:ID>\(line)</cbc:ID><cbc:InvoicedQuantity unitCode="C62">10</cbc:InvoicedQuantity>
      \(amount("LineExtensionAmount", "100.00"))
      <cac:InvoicePeriod><cbc:StartDate>2026-10-01</cbc:StartDate><cbc:EndDate>2026-10-31</cbc:EndDate></cac:InvoicePeriod>
      <cac:Item><cbc:Name>Service \(line)</cbc:Name><cac:SellersItemIdentification><cbc:ID>S-\(line)</cbc:ID></cac:SellersItemIdentification>
      <cac:ClassifiedTaxCategory>\(category)</cac:ClassifiedTaxCategory></cac:Item>
      <cac:Price>\(amount("PriceAmount", "10.00"))</cac:Price></cac:InvoiceLine>

      """
    }.joined()
    return Array(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
        xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
        xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
      <cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID><cbc:ID>R-1</cbc:ID>
      <cbc:IssueDate>2026-11-02</cbc:IssueDate><cbc:DueDate>2026-12-02</cbc:DueDate>
      <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:Note>October</cbc:Note>
      <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
      <cac:OrderReference><cbc:ID>PO-1</cbc:ID></cac:OrderReference>
      \(party("AccountingSupplierParty", "Seller AB", "SE556000000101"))
      \(party("AccountingCustomerParty", "Buyer AB", "SE556732170701"))
      <cac:PaymentMeans><cbc:PaymentMeansCode>58</cbc:PaymentMeansCode><cbc:PaymentID>R-1</cbc:PaymentID>
      <cac:PayeeFinancialAccount><cbc:ID>SE4550000000058398257466</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
      <cac:TaxTotal>\(amount("TaxAmount", tax))<cac:TaxSubtotal>\(amount("TaxableAmount", net))
      \(amount("TaxAmount", tax))<cac:TaxCategory>\(category)</cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
      <cac:LegalMonetaryTotal>\(amount("LineExtensionAmount", net))\(amount("TaxExclusiveAmount", net))
      \(amount("TaxInclusiveAmount", gross))\(amount("PayableAmount", gross))</cac:LegalMonetaryTotal>
      \(items)</Invoice>
      """.utf8)
  }

  static func crossIndustry(lines: Int) -> [UInt8] {
    let (net, tax, gross) = totals(lines)
    let category =
      "<ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>25</ram:RateApplicablePercent>"
    func day(_ text: String) -> String {
      "<udt:DateTimeString format=\"102\">\(text)</udt:DateTimeString>"
    }
    func party(_ role: String, _ name: String, _ vat: String) -> String {
      """
      <ram:\(role)><ram:Name>\(name)</ram:Name><ram:PostalTradeAddress><ram:PostcodeCode>111 43</ram:PostcodeCode>
      <ram:LineOne>Kungsgatan 1</ram:LineOne><ram:CityName>Stockholm</ram:CityName><ram:CountryID>SE</ram:CountryID></ram:PostalTradeAddress>
      <ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">\(vat)</ram:ID></ram:SpecifiedTaxRegistration></ram:\(role)>

      """
    }
    let items = (1...lines).map { line in
      """
      <ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineID>\(line)</ram:LineID></ram:AssociatedDocumentLineDocument>
      <ram:SpecifiedTradeProduct><ram:SellerAssignedID>S-\(line)</ram:SellerAssignedID><ram:Name>Service \(line)</ram:Name></ram:SpecifiedTradeProduct>
      <ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>10.00</ram:ChargeAmount></ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
      <ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="C62">10</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery>
      <ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax>\(category)</ram:ApplicableTradeTax>
      <ram:BillingSpecifiedPeriod><ram:StartDateTime>\(day("20261001"))</ram:StartDateTime><ram:EndDateTime>\(day("20261031"))</ram:EndDateTime></ram:BillingSpecifiedPeriod>
      <ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>100.00</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation>
      </ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>

      """
    }.joined()
    let types = "urn:un:unece:uncefact:data:standard"
    return Array(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <rsm:CrossIndustryInvoice xmlns:rsm="\(types):CrossIndustryInvoice:100"
        xmlns:ram="\(types):ReusableAggregateBusinessInformationEntity:100" xmlns:udt="\(types):UnqualifiedDataType:100">
      <rsm:ExchangedDocument><ram:ID>R-1</ram:ID><ram:TypeCode>380</ram:TypeCode><ram:IssueDateTime>\(day("20261102"))</ram:IssueDateTime>
      <ram:IncludedNote><ram:Content>October</ram:Content></ram:IncludedNote></rsm:ExchangedDocument>
      <rsm:SupplyChainTradeTransaction>\(items)<ram:ApplicableHeaderTradeAgreement>
      \(party("SellerTradeParty", "Seller AB", "SE556000000101"))\(party("BuyerTradeParty", "Buyer AB", "SE556732170701"))
      <ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>PO-1</ram:IssuerAssignedID></ram:BuyerOrderReferencedDocument>
      </ram:ApplicableHeaderTradeAgreement><ram:ApplicableHeaderTradeDelivery/><ram:ApplicableHeaderTradeSettlement>
      <ram:PaymentReference>R-1</ram:PaymentReference><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
      <ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>58</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount>
      <ram:IBANID>SE4550000000058398257466</ram:IBANID></ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>
      <ram:ApplicableTradeTax><ram:CalculatedAmount>\(tax)</ram:CalculatedAmount><ram:BasisAmount>\(net)</ram:BasisAmount>\(category)</ram:ApplicableTradeTax>
      <ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime>\(day("20261202"))</ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>
      <ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:LineTotalAmount>\(net)</ram:LineTotalAmount>
      <ram:TaxBasisTotalAmount>\(net)</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="EUR">\(tax)</ram:TaxTotalAmount>
      <ram:GrandTotalAmount>\(gross)</ram:GrandTotalAmount><ram:DuePayableAmount>\(gross)</ram:DuePayableAmount>
      </ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction>
      </rsm:CrossIndustryInvoice>
      """.utf8)
  }

  private static func totals(_ lines: Int) -> (net: String, tax: String, gross: String) {
    ("\(lines * 100).00", "\(lines * 25).00", "\(lines * 125).00")
  }
}
