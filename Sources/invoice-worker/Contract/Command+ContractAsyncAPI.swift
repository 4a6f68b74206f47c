import Contract
import JSON

extension Command {
  private static let asyncAPIVersion = Option(
    "--asyncapi", "VERSION", summary: "the version of AsyncAPI, 3.0 or 3.1 (default: 3.0)")
  private static let yaml = Option("--yaml", summary: "write YAML instead of JSON")
  private static let virtualHost = Option(
    "--vhost", "NAME", summary: "the virtual host everything belongs to (default: /)")

  static let contractAsyncAPI = Command(
    CommandDescription(
      ["contract", "asyncapi"],
      summary: "print the whole contract as an AsyncAPI document",
      details: """
        Requests, events, their schemas and examples, and the exchanges, queues and bindings between; enough to generate a client \
        from. Keep the file: contract diff tells later what has changed.
        """,
      options: [asyncAPIVersion, yaml, virtualHost],
      examples: ["contract asyncapi > contract.json", "contract asyncapi --asyncapi 3.1 --yaml"])
  ) { invocation throws(CommandFailure) in
    let arguments = invocation.arguments
    let known = AsyncAPIDocument.Version.allCases
    let given = arguments.value(asyncAPIVersion) ?? AsyncAPIDocument.Version.v30.rawValue
    guard let wanted = known.first(where: { [$0.rawValue, "\($0.rawValue).0"].contains(given) })
    else {
      throw .usage(
        "--asyncapi is not \"\(given)\"; it is one of \(known.map(\.rawValue).joined(separator: ", "))"
      )
    }
    let document = AsyncAPIDocument(
      wanted, programVersion: ProgramVersion.current,
      virtualHost: arguments.value(virtualHost) ?? "/")
    let text = arguments.has(yaml) ? document.tree.yaml : document.tree.lines
    invocation.console.write(Array(text.utf8))
    return .success
  }
}
