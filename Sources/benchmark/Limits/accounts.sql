-- Accounts with five schedules each, as `records.upsert.v1` leaves them: what the scripts beside this one bill.
-- Each row's references are looked up by index: without statistics yet, the tables look small enough to be read whole.
SET enable_seqscan = off;

INSERT INTO tax_treatment (id, name, is_taxable, tax_code, is_default)
VALUES ('standard', 'Standard', true, 'S', true);
INSERT INTO tax_rate (id, country, tax_code, name, percent, effective_from)
VALUES ('no-standard', 'NO', 'S', 'VAT', 25, '2020-01-01');

INSERT INTO account (id, name, currency, bill_to_name, bill_to_email, billing_street, billing_city,
  billing_postal_code, billing_country, is_tax_exempt)
SELECT 'A-' || n, 'Account ' || n, 'EUR', 'Accounts Payable', 'ap@example.com', 'Main Street 1', 'Oslo', '0150',
  'NO', false
FROM generate_series(0, 19999) AS n;

INSERT INTO billing_schedule (id, account_id, product_name, category, billing_method, billing_type, billing_term_unit,
  billing_term, start_date, quantity, unit_price, billing_period_amount, period_boundary,
  are_partial_periods_allowed, status, next_billing_date, next_charge_from_date, currency, billed_amount, has_lines,
  is_completed_by_cancellation)
SELECT 'S-' || n || '-' || line, 'A-' || n, 'Product ' || line, 'Original', 'Evergreen', 'Advance', 'Month', 1, '2026-01-01', 2,
  12.50, 25.00, 'Anniversary', true, 'ReadyForInvoicing', '2026-01-01', '2026-01-01', 'EUR', 0, false, false
FROM generate_series(0, 19999) AS n, generate_series(0, 4) AS line;

ANALYZE;
