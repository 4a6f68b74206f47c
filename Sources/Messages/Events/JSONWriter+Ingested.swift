import Billing
import JSON
import Monetary

extension JSONWriter {
  /// The member that only an ingested invoice has.
  mutating func thirdPartyAmounts(_ details: IngestedDetails) {
    key(plain: "thirdPartyAmounts")
    beginArray()
    for item in details.thirdPartyAmounts {
      beginObject()
      member("amount", text(of: item.amount, in: details.prepaidAmount.currency))
      member("description", item.description)
      endObject()
    }
    endArray()
  }

  /// The members that only a line of an ingested invoice has.
  mutating func ingested(_ details: IngestedLineDetails, in currency: Currency) {
    member("priceBaseQuantity", details.priceBaseQuantity)
    amounts("allowances", details.allowances, in: currency)
    amounts("charges", details.charges, in: currency)
    member("taxTreatmentId", details.taxTreatmentId?.text)
    member("taxCategory", details.taxCategory)
    member("taxRate", details.taxRate)
    member("billingAddressId", details.billingAddressId)
    member("shippingAddressId", details.shippingAddressId)
    members(details.terms.members)
  }

  private mutating func amounts(
    _ name: StaticString, _ amounts: [AmountWithReason], in currency: Currency
  ) {
    key(plain: name)
    beginArray()
    for item in amounts {
      beginObject()
      member("amount", text(of: item.amount, in: currency))
      member("reason", item.reason)
      endObject()
    }
    endArray()
  }

  /// With exactly the currency's digits, as every amount; one that is finer keeps its own.
  private func text(of amount: ExactDecimal, in currency: Currency) -> String {
    Money(exactly: amount, currency: currency)?.decimalText ?? amount.description
  }
}
