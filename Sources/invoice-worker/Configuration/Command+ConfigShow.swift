import Glibc
import JSON
import Worker

extension Command {
  static let configShow = Command(
    CommandDescription(
      ["config", "show"],
      summary: "show every variable with the value that holds and where it comes from",
      details: """
        Passwords are masked. A value that cannot be used is an error, as it is for a worker (exit status 78).
        """,
      options: [.json],
      examples: ["config show", "config show --json"])
  ) { invocation throws(CommandFailure) in
    let configuration = try invocation.configuration()
    let names = Set(invocation.environmentFile?.values.map(\.name) ?? [])
    let settings = ConfigurationVariable.allCases.map { variable in
      Setting(
        variable, configuration,
        value: { name in getenv(name).map { String(cString: $0) } },
        file: invocation.environmentFile, isOwn: names.contains(variable.rawValue))
    }
    if invocation.isJSON {
      invocation.console.writeJSON { writer in
        writer.beginObject()
        for setting in settings {
          writer.key(setting.variable.rawValue)
          writer.beginObject()
          writer.key("value")
          if let value = setting.value { writer.string(value) } else { writer.null() }
          writer.key("origin")
          writer.string(setting.origin)
          writer.endObject()
        }
        writer.endObject()
      }
    } else {
      var table = Table([
        .init("Variable"), .init("Value", wraps: true), .init("From", drop: 1),
      ])
      for setting in settings {
        table.append([setting.variable.rawValue, setting.value ?? "-", setting.origin])
      }
      invocation.console.write(table)
    }
    return .success
  }
}
