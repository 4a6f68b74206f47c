extension Migration {
  /// The records that senders keep up to date. References among them are checked at the commit, since
  /// a request's records may come in any order.
  static let createRecords = Migration(version: 1, name: "records", comments: recordsComments) {
    dialect in
    let id = dialect.typeName(.identifier)
    let text = dialect.typeName(.text)
    let integer = dialect.typeName(.integer)
    let boolean = dialect.typeName(.boolean)
    let date = dialect.typeName(.date)
    let decimal = dialect.typeName(.decimal)
    let end = ")\(dialect.tableOptions);"
    let updatedEnd = ")\(dialect.updatedTableOptions);"
    func reference(_ table: String) -> String {
      "\(id) REFERENCES \(table) (id) DEFERRABLE INITIALLY DEFERRED"
    }
    let invoicingAttributes = """
      bill_to_contact_id \(reference("contact")),
      payment_term_id \(reference("payment_term")),
      legal_entity_id \(reference("legal_entity")),
      tax_treatment_id \(reference("tax_treatment")),
      saved_payment_method_id \(id),
      invoice_group_type \(text),
      custom_invoice_group_key \(text)
      """
    return """
      CREATE TABLE legal_entity (
        id \(id) PRIMARY KEY, name \(text) NOT NULL, street \(text) NOT NULL,
        city \(text) NOT NULL, postal_code \(text) NOT NULL, state \(text),
        country \(text) NOT NULL, tax_registration_number \(text),
        is_default \(boolean) NOT NULL, revision \(integer)
      \(end)
      CREATE TABLE payment_term (
        id \(id) PRIMARY KEY, name \(text) NOT NULL, kind \(text) NOT NULL,
        days \(integer) NOT NULL, is_default \(boolean) NOT NULL, revision \(integer)
      \(end)
      CREATE TABLE tax_treatment (
        id \(id) PRIMARY KEY, name \(text) NOT NULL, is_taxable \(boolean) NOT NULL,
        tax_code \(text), tax_category \(text), is_default \(boolean) NOT NULL, revision \(integer)
      \(end)
      CREATE TABLE tax_rate (
        id \(id) PRIMARY KEY, country \(text) NOT NULL, region \(text), tax_code \(text) NOT NULL,
        name \(text) NOT NULL, percent \(decimal) NOT NULL, effective_from \(date) NOT NULL,
        effective_to \(date), revision \(integer)
      \(end)
      CREATE INDEX tax_rate_by_country ON tax_rate (country, tax_code);

      CREATE TABLE sequence_policy (
        id \(id) PRIMARY KEY, legal_entity_id \(reference("legal_entity")), mode \(text) NOT NULL,
        pattern \(text) NOT NULL, date_stamp_format \(text) NOT NULL,
        start_value \(integer) NOT NULL, minimum_digits \(integer) NOT NULL,
        is_active \(boolean) NOT NULL, revision \(integer)
      \(end)

      CREATE TABLE account (
        id \(id) PRIMARY KEY, name \(text) NOT NULL, currency \(text) NOT NULL,
        bill_to_contact_id \(id), bill_to_name \(text), bill_to_email \(text),
        billing_street \(text) NOT NULL, billing_city \(text) NOT NULL,
        billing_postal_code \(text) NOT NULL, billing_state \(text),
        billing_country \(text) NOT NULL,
        shipping_street \(text), shipping_city \(text), shipping_postal_code \(text),
        shipping_state \(text), shipping_country \(text),
        payment_term_id \(reference("payment_term")),
        legal_entity_id \(reference("legal_entity")),
        is_tax_exempt \(boolean) NOT NULL, revision \(integer)
      \(end)
      CREATE TABLE contact (
        id \(id) PRIMARY KEY, account_id \(reference("account")) NOT NULL, name \(text) NOT NULL,
        email \(text), revision \(integer)
      \(end)
      CREATE TABLE sales_order (
        id \(id) PRIMARY KEY, account_id \(reference("account")) NOT NULL,
        order_number \(text) NOT NULL, revision \(integer)
      \(end)
      CREATE TABLE billing_contract (
        id \(id) PRIMARY KEY, account_id \(reference("account")) NOT NULL, name \(text) NOT NULL,
        contract_type \(text), billing_policy \(text),
        invoices_one_time_immediately \(boolean) NOT NULL, charges \(boolean) NOT NULL,
        syncs \(boolean) NOT NULL, sends \(boolean) NOT NULL, revision \(integer)
      \(end)
      CREATE TABLE billing_schedule_group (
        id \(id) PRIMARY KEY, account_id \(reference("account")) NOT NULL,
        order_id \(reference("sales_order")),
        billing_contract_id \(reference("billing_contract")),
        parent_group_id \(reference("billing_schedule_group")),
        \(invoicingAttributes),
        revision \(integer)
      \(end)
      CREATE INDEX billing_schedule_group_by_contract
        ON billing_schedule_group (billing_contract_id) WHERE billing_contract_id IS NOT NULL;
      CREATE TABLE billing_schedule (
        id \(id) PRIMARY KEY, account_id \(reference("account")) NOT NULL,
        order_id \(reference("sales_order")), order_item_id \(text),
        billing_contract_id \(reference("billing_contract")),
        billing_schedule_group_id \(reference("billing_schedule_group")),
        product_name \(text) NOT NULL, category \(text) NOT NULL, billing_method \(text) NOT NULL,
        billing_type \(text) NOT NULL, billing_term_unit \(text) NOT NULL,
        billing_term \(integer) NOT NULL, start_date \(date) NOT NULL, end_date \(date),
        quantity \(decimal) NOT NULL, unit_price \(decimal) NOT NULL, unit_of_measure \(text),
        billing_period_amount \(decimal) NOT NULL, total_amount \(decimal), bill_day_of_month \(integer),
        period_boundary \(text) NOT NULL, are_partial_periods_allowed \(boolean) NOT NULL,
        \(invoicingAttributes),
        cancellation_date \(date), billed_through_date \(date), milestone_date \(date),
        included_quantity \(decimal), tier_mode \(text), tiers \(text), revision \(integer),
        status \(text) NOT NULL, next_billing_date \(date),
        next_charge_from_date \(date) NOT NULL, currency \(text) NOT NULL,
        billed_amount \(decimal) NOT NULL, pending_amount \(decimal),
        has_lines \(boolean) NOT NULL, is_completed_by_cancellation \(boolean) NOT NULL
      \(updatedEnd)
      CREATE INDEX billing_schedule_by_account ON billing_schedule (account_id, status);
      CREATE INDEX billing_schedule_by_order ON billing_schedule (order_id, status)
        WHERE order_id IS NOT NULL;

      CREATE INDEX billing_schedule_by_contract ON billing_schedule (billing_contract_id)
        WHERE billing_contract_id IS NOT NULL;
      CREATE INDEX billing_schedule_by_group ON billing_schedule (billing_schedule_group_id)
        WHERE billing_schedule_group_id IS NOT NULL;

      CREATE TABLE usage_record (
        id \(id) PRIMARY KEY, billing_schedule_id \(reference("billing_schedule")) NOT NULL,
        quantity \(decimal) NOT NULL, usage_date \(date) NOT NULL, revision \(integer),
        invoice_id \(id)
      \(end)
      CREATE INDEX usage_record_unbilled ON usage_record (billing_schedule_id)
        WHERE invoice_id IS NULL;

      CREATE TABLE billing_suspension (
        id \(id) PRIMARY KEY, account_id \(reference("account")),
        billing_schedule_group_id \(reference("billing_schedule_group")),
        billing_schedule_id \(reference("billing_schedule")),
        suspend_date \(date) NOT NULL, resume_date \(date), revision \(integer),
        CHECK (
          (CASE WHEN account_id IS NULL THEN 0 ELSE 1 END)
          + (CASE WHEN billing_schedule_group_id IS NULL THEN 0 ELSE 1 END)
          + (CASE WHEN billing_schedule_id IS NULL THEN 0 ELSE 1 END) = 1
        )
      \(end)
      CREATE INDEX billing_suspension_by_account ON billing_suspension (account_id)
        WHERE account_id IS NOT NULL;
      CREATE INDEX billing_suspension_by_group ON billing_suspension (billing_schedule_group_id)
        WHERE billing_schedule_group_id IS NOT NULL;
      CREATE INDEX billing_suspension_by_schedule ON billing_suspension (billing_schedule_id)
        WHERE billing_schedule_id IS NOT NULL;
      """
  }
}
