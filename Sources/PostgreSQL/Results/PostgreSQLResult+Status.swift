internal import CPostgreSQL

extension PostgreSQLResult {
  enum Status {
    case success
    case failure
    /// Not run, for something before it in the pipeline failed.
    case skipped
    /// The end of a pipeline.
    case sync
  }

  var status: Status {
    switch unsafe PQresultStatus(pointer) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY, PGRES_SINGLE_TUPLE,
      PGRES_NONFATAL_ERROR:
      .success
    case PGRES_PIPELINE_SYNC: .sync
    case PGRES_PIPELINE_ABORTED: .skipped
    default: .failure
    }
  }

  /// Whether the server began to copy rows, which nobody here goes on with: the session is stuck.
  var isCopy: Bool {
    switch unsafe PQresultStatus(pointer) {
    case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH: true
    default: false
    }
  }

  func error(sql: String?) -> PostgreSQLError {
    guard !isCopy else {
      return PostgreSQLError(
        code: .featureNotSupported, message: "COPY is not supported", sql: sql, isFatal: true)
    }
    return unsafe PostgreSQLError(result: pointer, sql: sql)
  }
}
