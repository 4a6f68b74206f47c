import Billing
import Messages

extension EventShape {
  /// A line of an invoice.
  static let line = EventShape(
    "InvoiceLine", "A line of an invoice.",
    [
      .always("lineId", .text, "The line's identifier, unique on its invoice."),
      .always("type", .choice(InvoiceLine.Kind.self), "Whether it charges something or adjusts."),
      .orNull("parentLineId", .text, "The line that it adjusts."),
      .orNull("billingScheduleId", .text, "The schedule that it bills."),
      .orNull("orderItemId", .text, "The order's item."),
      .always("name", .text, "What is charged."),
      .orNull("startDate", .date, "The first day that it is for."),
      .orNull("endDate", .date, "The last day that it is for."),
      .always("quantity", .decimal, "How much of it."),
      .always("unitPrice", .decimal, "The price of one unit."),
      .orNull("unitOfMeasure", .text, "What the quantity counts."),
      .always("amount", .decimal, "Its amount without tax."),
      .always(
        "taxProcessingStatus", .choice(TaxProcessingStatus.self), "Where its tax stands."),
      .always("taxes", .list(.object(.tax)), "Its taxes."),
      .orNull("usage", .object(usage), "Of billed usage: what was used, and at what price."),
      .orNull(
        "calculation", .object(calculation),
        "How its amount came about, where it is not that of its full period."),
    ] + ingested)

  private static let tier = EventShape(
    nil, "A tier of a usage price.",
    [
      .orNull("upTo", .decimal, "The quantity up to which it goes."),
      .always("unitPrice", .decimal, "The price of one unit in it."),
      .orNull("flatFee", .decimal, "What is charged once when it is reached."),
    ])

  private static let usage = EventShape(
    "LineUsage", "Usage that a line bills.",
    [
      .always("consumedQuantity", .decimal, "How much was used."),
      .always("includedQuantity", .decimal, "How much of it costs nothing."),
      .always("overageQuantity", .decimal, "How much is charged."),
      .always("overageCharge", .decimal, "What it costs."),
      .orNull("unitPrice", .decimal, "The price of one unit, where there are no tiers."),
      .orNull("tierMode", .choice(TierMode.self), "How the tiers price it."),
      .always("tiers", .list(.object(tier)), "The tiers."),
    ])

  private static let calculation = EventShape(
    "LineCalculation", "How an amount came about; only members that apply are there.",
    [
      .always("kind", .choice(LineCalculation.Kind.self), "What decided the amount."),
      .sometimes("fullPeriodStart", .date, "The first day of the full period."),
      .sometimes("fullPeriodEnd", .date, "The last day of the full period."),
      .sometimes("days", .integer, "How many days are charged."),
      .sometimes("ofDays", .integer, "How many days the full period has."),
      .sometimes("basisAmount", .decimal, "What the full period costs."),
      .sometimes(
        "tierSteps",
        .list(
          part(
            "What one tier comes to.",
            [
              .always("from", .decimal, "The quantity at which it begins."),
              .sometimes("upTo", .decimal, "The quantity up to which it goes."),
              .always("quantity", .decimal, "How much of the usage is in it."),
              .always("unitPrice", .decimal, "The price of one unit."),
              .sometimes("flatFee", .decimal, "What is charged once."),
              .always("amount", .decimal, "What it comes to."),
            ])), "What each tier comes to."),
      .sometimes("includedQuantity", .decimal, "How much usage costs nothing."),
      .sometimes("totalAmount", .decimal, "What all periods together cost."),
      .sometimes("billedBefore", .decimal, "What was billed before."),
    ])

  private static let adjustments: EventKind = .list(
    part(
      "An allowance or charge.",
      [
        .always("amount", .decimal, "The amount."), .orNull("reason", .text, "Why."),
      ]))

  /// Only lines of ingested invoices have them.
  private static let ingested: [EventMember] =
    [
      .sometimes("priceBaseQuantity", .decimal, "How many units the price is for."),
      .sometimes("allowances", adjustments, "What the amount has been lowered by."),
      .sometimes("charges", adjustments, "What the amount has been raised by."),
      .sometimesOrNull("taxTreatmentId", .text, "How the line is taxed."),
      .sometimesOrNull("taxCategory", .text, "Its tax category."),
      .sometimesOrNull("taxRate", .decimal, "Its tax rate in percent."),
      .sometimesOrNull("billingAddressId", .text, "The address that it is billed to."),
      .sometimesOrNull("shippingAddressId", .text, "The address that it is delivered to."),
    ]
    + LineTerm.allCases.map { .sometimes($0.rawValue, .text, $0.sentence) }
    + [
      .sometimes("itemIds", .terms, "The item's identifiers."),
      .sometimes("itemAttributes", .list(.terms), "Attributes of the item."),
      .sometimes("itemClassifications", .list(.terms), "Classes of the item."),
    ]
}
