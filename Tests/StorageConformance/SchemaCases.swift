internal import Billing
internal import Storage
internal import Testing

extension ConformanceCase {
  static let schema = [
    ConformanceCase("an empty database has no schema, and the error says what to do") { opener in
      _ = try opener.session(for: .migrating)
      let error = try #require(throws: StoreError.self) {
        try Schema(opener.session()).check()
      }
      #expect(error.kind == .schemaMissing)
      #expect(error.description.contains("invoice-worker migrate"))
    },

    ConformanceCase("migrating creates the schema once, and again does nothing") { opener in
      let schema = Schema(try opener.session(for: .migrating))
      #expect(try schema.migrate() == Array(1...Schema.current))
      try schema.check()
      #expect(try schema.migrate() == [])
      try schema.check()
    },

    ConformanceCase("processes that migrate at the same time share the work") { opener in
      let applied = try await concurrently(6) { _ in
        try untilUncontended { () throws(StoreError) in
          try Schema(opener.session(for: .migrating)).migrate()
        }
      }
      #expect(applied.flatMap { $0 }.sorted() == Array(1...Schema.current))
      try Schema(opener.session()).check()
    },

    ConformanceCase("a newer program's database is refused and left as it is") { opener in
      let session = try opener.migrated()
      let database = try opener.open(for: .processing)
      let newer = Schema.current + 1
      try database.execute(
        "INSERT INTO schema_version (version, name) VALUES (\(newer), \("from the future"))")
      for action in [{ try Schema(session).check() }, { _ = try Schema(session).migrate() }] {
        let error = try #require(throws: StoreError.self) { try action() }
        #expect(error.kind == .schemaTooNew)
      }
    },

    ConformanceCase("G4: links of invoices from before they were many to many are kept") { opener in
      let migrating = try opener.session(for: .migrating)
      _ = try Schema(migrating).migrate(upTo: 5)
      do {
        let database = try opener.open(for: .processing)
        try database.execute(
          """
          INSERT INTO account (id, name, currency, bill_to_name, billing_street, billing_city,
            billing_postal_code, billing_country, is_tax_exempt)
          VALUES ('ACC-1', 'A', 'USD', 'Ann', 's', 'c', '1', 'US', \(false))
          """)
        for (id, earlier, later) in [("I-1", "NULL", "'I-2'"), ("I-2", "'I-1'", "NULL")] {
          try database.run(
            script: """
              INSERT INTO invoice (id, status, creation_mode, account_id, currency, invoice_date,
                due_date, bill_to_name, grouping_key, billing_street, billing_city,
                billing_postal_code, billing_country, total_amount, total_tax_amount,
                total_amount_with_tax, balance, settlement_status, reinvoice_of, reinvoiced_by,
                request_source, request_identifier)
              VALUES ('\(id)', 'Draft', 'Generated', 'ACC-1', 'USD', '2026-01-01', '2026-01-01',
                'Ann', 'k', 's', 'c', '1', 'US', '1.00', '0.00', '1.00', '1.00', 'NotSettled',
                \(earlier), \(later), 'crm', '\(id)');
              """)
        }
      }
      _ = try Schema(migrating).migrate()
      let queries = Queries(try opener.session())
      #expect(try queries.invoice("I-1")?.reinvoicedBy == ["I-2"])
      #expect(try queries.invoice("I-2")?.reinvoiceOf == ["I-1"])
      #expect(try queries.invoice("I-1")?.reinvoiceOf == [])
    },

    ConformanceCase("an older schema asks for migration") { opener in
      let session = try opener.migrated()
      let database = try opener.open(for: .processing)
      try database.execute("DELETE FROM schema_version WHERE version = \(Schema.current)")
      let error = try #require(throws: StoreError.self) { try Schema(session).check() }
      #expect(error.kind == .schemaMissing)
      #expect(error.description.contains("invoice-worker migrate"))
    },
  ]
}
