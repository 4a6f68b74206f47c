internal import PostgreSQL
internal import Storage

extension StoreError {
  init(_ error: PostgreSQLError) {
    let kind: Kind =
      switch error.kind {
      // Refused credentials are mended outside of the program, as an outage is.
      case .unavailable, .access: .unavailable
      case .contention: .contention
      case .constraint: .constraint
      case .other: .fault
      }
    self.init(kind, error.description)
  }
}
