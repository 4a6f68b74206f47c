import HTTPServer
import Web
import Worker

extension Command {
  private static let listen = Option(
    "--listen", "ADDRESS",
    summary: "where it is: HOST:PORT or unix:PATH (default: \(WebAccess.defaultListen))")
  private static let users = Option(
    "--users", "FILE", summary: "who may see it and who may act: NAME:ROLE:PASSWORD a line")
  private static let userHeader = Option(
    "--trust-user-header", "NAME",
    summary: "the header in which a proxy says who asks, such as X-Forwarded-User")
  private static let prefix = Option(
    "--prefix", "PATH", summary: "what its addresses begin with behind a proxy: /billing")

  static let web = Command(
    CommandDescription(
      ["web"],
      summary: "show a page for browsers: queues, requests, invoices, dead letters, errors",
      details: """
        A process of its own, with an operator's rights at the broker and the database; it reads the database, and acts by \
        sending requests as the request command does, in the name of who is signed in. Without a file of users it is for this machine \
        alone, and everybody may only look. invoice-worker web password NAME makes a line of the file. Encryption is a proxy's \
        part: to people elsewhere the page is reached through one. SIGTERM or SIGINT ends it.
        """,
      options: [listen, users, userHeader, prefix],
      examples: ["web", "web --listen 127.0.0.1:9466 --users users"])
  ) { invocation throws(CommandFailure) in
    let configuration = try invocation.configuration(hasLog: true)
    let access = try access(invocation, configuration.web)
    let users = try WebUsersFile.users(access)
    try OpenFiles.require(OpenFiles.page)
    let log = Log(
      level: configuration.logLevel, format: configuration.logFormat, worker: configuration.name)
    defer { log.flush(within: StopRequest.lastWords) }
    for warning in invocation.unknownVariables { log.write(.unknownVariable, adding: warning) }
    let operatorStore = try OperatorStore(configuration)
    let store = WebStore(try .forReading(configuration))
    let broker = OperatorBroker(configuration, command: "web")
    let live = LiveNumbers(broker, store, worker: configuration.http)
    let site = WebSite(
      store: store, rows: DeadLetterRows(operatorStore), broker: broker, live: live, access: access,
      users: users, log: log)
    let (stop, stopping) = AsyncStream.makeStream(of: Int.self)
    guard StopSignals.listen({ stopping.yield($0) }) else {
      throw .internal("no thread could be started for signals")
    }
    let server: PageServer
    do throws(HTTPServerError) {
      server = try PageServer(at: access.listen, headers: SecurityHeaders.all) {
        await site.reply(to: $0)
      }
    } catch {
      throw .unavailable("the page cannot be shown: \(error)")
    }
    log.write(.pageShown, ["address": .text("\(server.address)")])
    let numbers = Task { await live.run() }
    for await _ in stop { break }
    log.write(.pageEnds)
    numbers.cancel()
    server.stop()
    await numbers.value
    return .success
  }

  /// The variables, where no option says otherwise.
  private static func access(
    _ invocation: Invocation, _ configured: WebAccess
  ) throws(CommandFailure) -> WebAccess {
    var access = configured
    for (option, variable) in [
      (listen, ConfigurationVariable.webListen), (users, .webUsers), (userHeader, .webUserHeader),
      (prefix, .webPrefix),
    ] {
      guard let text = invocation.arguments.value(option) else { continue }
      do throws(ConfigurationError) {
        try access.set(variable, to: text)
      } catch {
        throw .usage("\(option.name) must be \(variable.allowed), not \"\(text)\"")
      }
    }
    guard access.isLocal || access.usersFile != nil else {
      throw CommandFailure(
        status: .configuration,
        sentence:
          "\(access.listen) can be reached from elsewhere, and nobody would have to sign in; name a file of users (--users), or listen on 127.0.0.1"
      )
    }
    guard access.isLocal || access.userHeader == nil else {
      throw CommandFailure(
        status: .configuration,
        sentence:
          "anybody could say who they are in the header \(access.userHeader ?? ""), because \(access.listen) can be reached from elsewhere; listen on 127.0.0.1 or unix:PATH behind the proxy"
      )
    }
    return access
  }
}
