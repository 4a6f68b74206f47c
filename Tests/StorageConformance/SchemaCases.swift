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
