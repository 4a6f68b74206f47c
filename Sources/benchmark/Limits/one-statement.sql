-- The rows of one-request.sql, written by a single statement, which is a transaction of its own.
\set i :i + 1
\set n :i * 64 + :client_id
\set a :n % 20000

WITH given AS MATERIALIZED (
  SELECT :n::bigint AS n, 'A-' || :a::bigint AS account, 'S-' || :a::bigint || '-' AS schedule,
    lpad(:n::text, 36, '0') AS id, 'generate-' || :n::bigint AS request, DATE '2026-01-01' + (:n::int / 20000) AS day,
    convert_to(:invoice, 'UTF8') AS invoice, convert_to(:completion, 'UTF8') AS completion
), sent AS (
  DELETE FROM outbox_pack WHERE id = lpad((:n - 64)::text, 36, '0')
), completed AS (
  INSERT INTO request (identifier, source, type, body_sha256, received_at, outcome, completion_event_id,
    completion_body, attempts, completed_at, is_internal_error, is_parked)
  SELECT request, 'benchmark', 'invoice.generate.v1', sha256(int8send(n)), now(), 'Succeeded', id, completion, 1, now(),
    false, false
  FROM given ON CONFLICT (identifier, source) DO NOTHING RETURNING identifier
), locked AS (
  SELECT id FROM account WHERE id = 'A-' || :a::bigint FOR NO KEY UPDATE
), advanced AS (
  UPDATE billing_schedule SET next_billing_date = next_billing_date + 1,
    next_charge_from_date = next_charge_from_date + 1, billed_amount = billed_amount + 25.00, has_lines = true
  WHERE id IN ('S-' || :a::bigint || '-0', 'S-' || :a::bigint || '-1', 'S-' || :a::bigint || '-2',
    'S-' || :a::bigint || '-3', 'S-' || :a::bigint || '-4') AND EXISTS (SELECT 1 FROM locked)
), numbered AS (
  UPDATE sequence_counter SET next_value = next_value + 1 WHERE name = 'invoice_number' RETURNING next_value
), made AS (
  INSERT INTO invoice (id, invoice_number, status, creation_mode, account_id, currency, invoice_date, due_date,
    posted_date, bill_to_name, bill_to_email, grouping_key, billing_street, billing_city, billing_postal_code,
    billing_country, total_amount, total_tax_amount, total_amount_with_tax, balance, payable,
    next_due_date, next_overdue_date, settlement_status,
    request_source, request_identifier)
  SELECT id, 'INV-2026-' || next_value, 'Posted', 'Generated', account, 'EUR', '2026-01-01', '2026-01-01',
    '2026-01-01', 'Accounts Payable', 'ap@example.com', account || '|ap@example.com|EUR', 'Main Street 1', 'Oslo', '0150',
    'NO', 125.00, 31.25, 156.25, 156.25, 156.25, DATE '2026-01-01', DATE '2026-01-01', 'NotSettled', 'benchmark', request
  FROM given, numbered
), lines AS (
  INSERT INTO invoice_line (invoice_id, position, line_id, type, billing_schedule_id, name, period_from, period_to,
    quantity, unit_price, amount, tax_processing_status, reissue, is_live, tax_name, tax_code, tax_category, tax_rate,
    tax_amount)
  SELECT id, line, id || '-' || line, 'Charge', schedule || (line - 1), 'Product ' || (line - 1), day, day + 31, 2,
    12.50, 25.00, 'Posted', 0, true, 'VAT', 'S', 'S', 25, 6.25
  FROM given, generate_series(1, 5) AS line
)
INSERT INTO outbox_pack (id, created_at, leased_until, events, body)
SELECT id, now(), now() + interval '1 minute', 2, invoice || completion FROM given;
