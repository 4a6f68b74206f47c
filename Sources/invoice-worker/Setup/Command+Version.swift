import AMQP
import JSON
import PostgreSQLStorage
import SQLiteStorage
import Storage

extension Command {
  static let version = Command(
    CommandDescription(
      ["version"],
      summary: "show the version of the program, its schema and its libraries",
      details: "The same as --version and -V. The libraries are those that are loaded.",
      options: [.json],
      examples: ["version"])
  ) { invocation throws(CommandFailure) in
    let libraries = [
      ("librabbitmq", AMQPLibrary.version), ("libpq", PostgreSQLOpener.libraryVersion),
      ("SQLite", SQLiteOpener.libraryVersion),
    ]
    if invocation.isJSON {
      invocation.console.writeJSON { writer in
        writer.beginObject()
        writer.key("version")
        writer.string(ProgramVersion.current)
        writer.key("commit")
        if let commit = ProgramVersion.commit { writer.string(commit) } else { writer.null() }
        writer.key("swiftVersion")
        writer.string(ProgramVersion.compiler)
        writer.key("build")
        writer.string(ProgramVersion.build)
        writer.key("schemaVersion")
        writer.integer(Schema.current)
        writer.key("libraries")
        writer.beginObject()
        for (name, version) in libraries {
          writer.key(name)
          writer.string(version)
        }
        writer.endObject()
        writer.endObject()
      }
    } else {
      let parts =
        [
          ProgramVersion.commit ?? "unknown commit", "\(ProgramVersion.build) build",
          "Swift \(ProgramVersion.compiler)", "schema \(Schema.current)",
        ] + libraries.map { "\($0.0) \($0.1)" }
      invocation.console.write(
        "invoice-worker \(ProgramVersion.current) (\(parts.joined(separator: ", ")))\n")
    }
    return .success
  }
}
