import Billing
import JSON
import Monetary

extension JSONWriter {
  /// The members that only an ingested invoice has.
  mutating func ingested(_ details: IngestedDetails) {
    member("description", details.description)
    member("prepaidAmount", details.prepaidAmount.decimalText)
    member("payableRounding", details.payableRounding.decimalText)
  }

  /// The members that only a line of an ingested invoice has.
  mutating func ingested(_ details: IngestedLineDetails) {
    member("priceBaseQuantity", details.priceBaseQuantity.description)
    amounts("allowances", details.allowances)
    amounts("charges", details.charges)
    member("taxTreatmentId", details.taxTreatmentId?.text)
    member("taxCategory", details.taxCategory)
    if let rate = details.taxRate {
      member("taxRate", rate.description)
    } else {
      member("taxRate", nil)
    }
    member("billingAddressId", details.billingAddressId)
    member("shippingAddressId", details.shippingAddressId)
  }

  private mutating func amounts(_ name: StaticString, _ amounts: [AmountWithReason]) {
    key(plain: name)
    beginArray()
    for item in amounts {
      beginObject()
      member("amount", item.amount.description)
      member("reason", item.reason)
      endObject()
    }
    endArray()
  }
}
