-- Rows that are only ever added stay so, whatever runs as the worker's role. To be run by the migrator, or the tables' owner,
-- after each invoice-worker migrate; running it again does no harm:
--   psql -v ON_ERROR_STOP=1 -U invoice_migrator -f compose/postgres/ledger.sql billing
-- The roles are those of roles.sql, by which the worker may write every table. Sums beside these rows (of invoices, credit
-- memos and payments) change with them and stay writable; CHECK constraints hold their equations.
REVOKE UPDATE, DELETE ON
  application, refund, reversal, credit_memo_line, credit_memo_line_tax, invoice_event, passed_over_number
FROM invoice_worker;
