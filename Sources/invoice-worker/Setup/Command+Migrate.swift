import JSON
import Storage
import Worker

extension Command {
  static let migrate = Command(
    CommandDescription(
      ["migrate"],
      summary: "create or upgrade the database schema",
      details: "Any number of processes may do so at the same time; each step runs once.",
      options: [.json],
      examples: ["migrate"])
  ) { invocation throws(CommandFailure) in
    let configuration = try invocation.configuration()
    let applied = try OperatorStore(configuration).migrate()
    if invocation.isJSON {
      invocation.console.writeJSON { writer in
        writer.beginObject()
        writer.key("version")
        writer.integer(Schema.current)
        writer.key("applied")
        writer.beginArray()
        for version in applied { writer.integer(version) }
        writer.endArray()
        writer.endObject()
      }
    } else {
      invocation.console.write(
        applied.isEmpty
          ? "\(configuration.database) has schema version \(Schema.current) already.\n"
          : "\(configuration.database) now has schema version \(Schema.current).\n")
    }
    return .success
  }
}
