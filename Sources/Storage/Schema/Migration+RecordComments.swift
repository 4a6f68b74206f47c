extension Migration {
  static let recordsComments = [
    TableComment(
      "schema_version", "The steps of the schema that have run.", [:]),
    TableComment(
      "legal_entity", "Who issues invoices.",
      ["is_default": "Taken where neither schedule, group nor account names one; at most one row."]),
    TableComment(
      "payment_term", "When an invoice is due.",
      [
        "kind":
          "PeriodBased: invoice date + days. EndOfMonthPlus: end of the invoice month + days.",
        "is_default": "Taken where neither schedule, group nor account names one; at most one row.",
      ]),
    TableComment(
      "tax_treatment", "Whether and under which code something is taxed.",
      [
        "tax_code": "Leads to the rates of the same code.",
        "tax_category": "UNCL5305; without it S.",
        "is_default": "Taken where neither schedule nor group names one; at most one row.",
      ]),
    TableComment(
      "tax_rate", "A rate of tax in a country or one of its regions.",
      [
        "country": "ISO 3166-1 alpha-2.", "region": "Compared without case; null: all the country.",
        "percent": "7.7 is 7.7 %.", "effective_from": "The first day of its force.",
        "effective_to": "The last day of its force; null: without end.",
      ]),
    TableComment(
      "account", "Who is billed. Its row is locked by whoever bills or changes its schedules.",
      [
        "currency": "ISO 4217; fixed once there is a schedule.",
        "bill_to_contact_id": "The contact, or null where name and address stand here.",
        "revision": "As the sender counts; an upsert with a lower one is not taken.",
      ]),
    TableComment("contact", "A person to whom an account's invoices go."),
    TableComment("sales_order", "An order, as the ordering system knows it."),
    TableComment(
      "billing_schedule_group",
      "Schedules that belong together; what a group decides beats its schedules."),
    TableComment(
      "billing_schedule", "What is billed: an amount for each period.",
      [
        "billing_method": "OrderAmount, Evergreen.",
        "billing_type": "Advance: billed at a period's start. Arrears: at its end.",
        "start_date": "The first day billed.",
        "end_date": "The last day billed; null: without end.",
        "billing_period_amount": "Of a whole period, in the account's currency.",
        "cancellation_date": "The first day that is not billed.",
        "billed_through_date": "Days up to and including it count as billed before this system.",
        "status": "ReadyForInvoicing, CompletelyBilled, Error.",
        "next_billing_date": "Kept by the worker: due when before the target date.",
        "next_charge_from_date": "Kept by the worker: the first day that is on no invoice.",
        "billed_amount": "Kept by the worker: the sum of its lines.",
        "pending_amount": "Kept by the worker: what is still to be billed; null: without end.",
        "has_lines": "Kept by the worker: its terms are fixed once it has.",
      ]),
    TableComment(
      "billing_suspension",
      "A time in which an account, a group or a schedule is not billed: exactly one of the three.",
      [
        "suspend_date": "The first day suspended.",
        "resume_date": "The first day no longer suspended; null: until further notice.",
      ]),
  ]
}
