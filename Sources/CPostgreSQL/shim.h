#pragma once
#include <libpq-fe.h>

/* The fields of an error report are character constants, which the importer does not see. */
static const int cpostgresql_field_severity = PG_DIAG_SEVERITY_NONLOCALIZED;
static const int cpostgresql_field_sqlstate = PG_DIAG_SQLSTATE;
static const int cpostgresql_field_message = PG_DIAG_MESSAGE_PRIMARY;
static const int cpostgresql_field_detail = PG_DIAG_MESSAGE_DETAIL;
static const int cpostgresql_field_table = PG_DIAG_TABLE_NAME;
static const int cpostgresql_field_column = PG_DIAG_COLUMN_NAME;
static const int cpostgresql_field_constraint = PG_DIAG_CONSTRAINT_NAME;
