-- One request of five lines, with the statements that the worker's transaction makes of a batch of one: look up, lock
-- the account, read its schedules, and write. What it reads besides (terms, rates, suspensions) is left out: a limit,
-- not a model. Rows of a kind are one statement; the events share a row.
\set i :i + 1
\set n :i * 64 + :client_id
\set a :n % 20000

BEGIN;
DELETE FROM outbox_pack WHERE id = lpad((:n - 64)::text, 36, '0');
SELECT * FROM request WHERE identifier = 'generate-' || :n::bigint ORDER BY source, identifier FOR NO KEY UPDATE;
SELECT * FROM account WHERE id = 'A-' || :a::bigint ORDER BY id FOR NO KEY UPDATE;
SELECT * FROM billing_schedule WHERE account_id = 'A-' || :a::bigint AND status = 'ReadyForInvoicing';
UPDATE billing_schedule SET next_billing_date = next_billing_date + 1,
    next_charge_from_date = next_charge_from_date + 1, billed_amount = billed_amount + 25.00, has_lines = true
  WHERE id IN ('S-' || :a::bigint || '-0', 'S-' || :a::bigint || '-1', 'S-' || :a::bigint || '-2',
    'S-' || :a::bigint || '-3', 'S-' || :a::bigint || '-4');
UPDATE sequence_counter SET next_value = next_value + 1 WHERE name = 'invoice_number' RETURNING next_value;
INSERT INTO invoice (id, invoice_number, status, creation_mode, account_id, currency, invoice_date, due_date,
    posted_date, bill_to_name, bill_to_email, grouping_key, billing_street, billing_city, billing_postal_code,
    billing_country, total_amount, total_tax_amount, total_amount_with_tax, balance, payable,
    next_due_date, next_overdue_date, settlement_status,
    request_source, request_identifier)
  VALUES (lpad(:n::text, 36, '0'),
    'INV-2026-' || (SELECT next_value FROM sequence_counter WHERE name = 'invoice_number'), 'Posted', 'Generated',
    'A-' || :a::bigint, 'EUR', '2026-01-01', '2026-01-01', '2026-01-01', 'Accounts Payable', 'ap@example.com',
    'A-' || :a::bigint || '|ap@example.com|EUR', 'Main Street 1', 'Oslo', '0150', 'NO', 125.00, 31.25, 156.25, 156.25,
    156.25, DATE '2026-01-01', DATE '2026-01-01', 'NotSettled', 'benchmark', 'generate-' || :n::bigint);
INSERT INTO invoice_line (invoice_id, position, line_id, type, billing_schedule_id, name, period_from, period_to,
    quantity, unit_price, amount, tax_processing_status, reissue, is_live, tax_name, tax_code, tax_category, tax_rate,
    tax_amount)
  SELECT lpad(:n::text, 36, '0'), line, lpad(:n::text, 34, '0') || '-' || line, 'Charge',
    'S-' || :a::bigint || '-' || (line - 1), 'Product ' || (line - 1), DATE '2026-01-01' + (:n::int / 20000),
    DATE '2026-02-01' + (:n::int / 20000), 2, 12.50, 25.00, 'Posted', 0, true, 'VAT', 'S', 'S', 25, 6.25
  FROM generate_series(1, 5) AS line;
INSERT INTO request (identifier, source, type, body_sha256, received_at, outcome, completion_event_id,
    completion_body, attempts, completed_at, is_internal_error, is_parked)
  VALUES ('generate-' || :n::bigint, 'benchmark', 'invoice.generate.v1', sha256(int8send(:n::bigint)), now(),
    'Succeeded', lpad(:n::text, 36, '0'), convert_to(:completion, 'UTF8'), 1, now(), false, false);
INSERT INTO outbox_pack (id, created_at, leased_until, events, body)
  VALUES (lpad(:n::text, 36, '0'), now(), now() + interval '1 minute', 2, convert_to(:invoice || :completion, 'UTF8'));
COMMIT;
