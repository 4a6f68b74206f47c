import JSON
import SQLiteStorage
import Storage
import Worker

extension Command {
  static let backup = Command(
    CommandDescription(
      ["backup"],
      summary: "copy the SQLite database into a file while workers use it",
      details: """
        The copy is that of one moment, and readable by its owner only; a file that exists is not overwritten. It is \
        kept only when it passes SQLite's integrity_check; otherwise the exit status is 1, so that whatever runs this \
        by the clock can alert. To restore it, stop every worker, put it in the database's place, and remove the -wal and -shm \
        files beside that. PostgreSQL has its own means: pg_dump, pg_basebackup.
        """,
      operands: Operands("FILE"), options: [.json],
      examples: ["backup invoices-backup.db"])
  ) { invocation throws(CommandFailure) in
    let target = invocation.arguments.operands[0]
    let store = try OperatorStore(invocation.configuration())
    guard case .sqlite(let path) = store.location else {
      throw CommandFailure(
        status: .configuration,
        sentence:
          "backup copies SQLite databases; this one is PostgreSQL: use pg_dump, or pg_basebackup with an archive of the log for a copy of any moment"
      )
    }
    // Also whether it is one of ours.
    try store.query { _ throws(StoreError) in }
    let bytes: Int64
    do throws(SQLiteBackup.Failure) {
      bytes = try SQLiteBackup.write(from: path, to: target)
    } catch {
      throw .fault(
        error == .exists
          ? "\(target) exists, and a backup overwrites nothing: name a new file"
          : "\(target) could not be written: \(error)")
    }
    if invocation.isJSON {
      invocation.console.writeJSON { writer in
        writer.beginObject()
        writer.key("file")
        writer.string(target)
        writer.key("bytes")
        writer.integer(bytes)
        // A copy that does not pass is removed, and is no success.
        writer.key("integrityCheck")
        writer.string("ok")
        writer.key("schemaVersion")
        writer.integer(Schema.current)
        writer.endObject()
      }
    } else {
      invocation.console.write("\(target): \(bytes) bytes, integrity check ok.\n")
    }
    return .success
  }
}
