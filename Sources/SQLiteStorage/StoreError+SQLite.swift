internal import SQLite
internal import Storage

extension StoreError {
  init(_ error: SQLiteError) {
    let kind: Kind =
      if error.isBusy {
        .contention
      } else if error.isConstraint {
        .constraint
      } else if error.isEnvironment {
        .unavailable
      } else {
        .fault
      }
    self.init(kind, error.description)
  }
}
