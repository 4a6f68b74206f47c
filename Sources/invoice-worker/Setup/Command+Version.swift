import JSON
import Storage

extension Command {
  static let version = Command(
    CommandDescription(
      ["version"],
      summary: "show the version of the program and of the database schema it works with",
      options: [.json],
      examples: ["version"])
  ) { invocation throws(CommandFailure) in
    if invocation.isJSON {
      invocation.console.writeJSON { writer in
        writer.beginObject()
        writer.key("version")
        writer.string(ProgramVersion.current)
        writer.key("swiftVersion")
        writer.string(ProgramVersion.compiler)
        writer.key("build")
        writer.string(ProgramVersion.build)
        writer.key("schemaVersion")
        writer.integer(Schema.current)
        writer.endObject()
      }
    } else {
      invocation.console.write(
        """
        invoice-worker \(ProgramVersion.current) (\(ProgramVersion.build) build, Swift \(ProgramVersion.compiler)), \
        database schema \(Schema.current)

        """)
    }
    return .success
  }
}
