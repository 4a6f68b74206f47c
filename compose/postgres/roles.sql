-- Roles of least privilege on PostgreSQL, to be run once in the database of the invoices, by a superuser or by its owner
-- with the right to make roles:
--   psql -v ON_ERROR_STOP=1 -f compose/postgres/roles.sql billing
-- They have no passwords yet: \password invoice_worker and so on, or what pg_hba.conf asks for.

-- Makes and changes the tables: invoice-worker migrate.
CREATE ROLE invoice_migrator LOGIN;
-- Reads and writes their rows: invoice-worker run.
CREATE ROLE invoice_worker LOGIN;
-- Reads them: invoice-worker invoices, payments, report, audit and whatever else shows something.
CREATE ROLE invoice_reader LOGIN;

-- Nobody else gets in, and only the migrator makes anything. A schema that another role makes under the worker's name
-- would come first in its search path; the worker passes over one, and here there can be none.
DO $$
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format(
    'GRANT CONNECT ON DATABASE %I TO invoice_migrator, invoice_worker, invoice_reader', current_database());
END
$$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO invoice_migrator;
GRANT USAGE ON SCHEMA public TO invoice_worker, invoice_reader;

-- What the migrator makes from now on, in this version and in those to come, so that no migration leaves a worker
-- without its rights; after each migration ledger.sql takes some of them back. Where tables exist already, their owner
-- runs the same once with ALL TABLES IN SCHEMA public.
ALTER DEFAULT PRIVILEGES FOR ROLE invoice_migrator IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO invoice_worker;
ALTER DEFAULT PRIVILEGES FOR ROLE invoice_migrator IN SCHEMA public
  GRANT SELECT ON TABLES TO invoice_reader;
