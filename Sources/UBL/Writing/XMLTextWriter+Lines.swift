import Billing
import CivilTime

extension XMLTextWriter {
  mutating func line(_ line: EInvoice.Line, _ currency: String, isCreditNote: Bool) {
    begin(isCreditNote ? "cac:CreditNoteLine" : "cac:InvoiceLine")
    text("cbc:ID", line.id)
    text("cbc:Note", line.terms[.note])
    text(
      isCreditNote ? "cbc:CreditedQuantity" : "cbc:InvoicedQuantity", line.quantity, "unitCode",
      line.unitCode)
    amount("cbc:LineExtensionAmount", line.amount, currency)
    text("cbc:AccountingCost", line.terms[.accountingReference])
    if line.startDate != nil || line.endDate != nil {
      begin("cac:InvoicePeriod")
      text("cbc:StartDate", line.startDate?.description)
      text("cbc:EndDate", line.endDate?.description)
      end()
    }
    if let reference = line.terms[.orderLineReference] {
      begin("cac:OrderLineReference")
      text("cbc:LineID", reference)
      end()
    }
    object(
      "cac:DocumentReference", line.terms[.objectIdentifier], line.terms[.objectIdentifierScheme])
    for item in line.adjustments { adjustment(item, currency) }
    item(line)
    price(line, currency)
    end()
  }

  private mutating func item(_ line: EInvoice.Line) {
    let terms = line.terms
    begin("cac:Item")
    text("cbc:Description", terms[.description])
    text("cbc:Name", line.name)
    identified("cac:BuyersItemIdentification", terms.itemIds.buyer)
    identified("cac:SellersItemIdentification", terms.itemIds.seller)
    identified(
      "cac:StandardItemIdentification", terms.itemIds.standard, terms.itemIds.standardScheme)
    if let country = terms[.originCountry] {
      begin("cac:OriginCountry")
      text("cbc:IdentificationCode", country)
      end()
    }
    for item in terms.classifications {
      begin("cac:CommodityClassification")
      begin("cbc:ItemClassificationCode")
      attribute("listID", item.list)
      if let version = item.listVersion { attribute("listVersionID", version) }
      content(item.code)
      end()
      end()
    }
    taxCategory(line.tax, "cac:ClassifiedTaxCategory")
    for item in terms.attributes {
      begin("cac:AdditionalItemProperty")
      text("cbc:Name", item.name)
      text("cbc:Value", item.value)
      end()
    }
    end()
  }

  private mutating func identified(_ name: String, _ id: String?, _ scheme: String? = nil) {
    guard let id else { return }
    begin(name)
    identifier("cbc:ID", id, scheme)
    end()
  }

  private mutating func price(_ line: EInvoice.Line, _ currency: String) {
    begin("cac:Price")
    amount("cbc:PriceAmount", line.price, currency)
    if let base = line.priceBaseQuantity {
      text("cbc:BaseQuantity", base, "unitCode", line.unitCode)
    }
    if let gross = line.terms[.grossPrice], let discount = line.terms[.priceDiscount] {
      begin("cac:AllowanceCharge")
      text("cbc:ChargeIndicator", "false")
      amount("cbc:Amount", discount, currency)
      amount("cbc:BaseAmount", gross, currency)
      end()
    }
    end()
  }
}
