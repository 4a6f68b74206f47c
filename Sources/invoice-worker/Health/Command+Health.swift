import HTTPServer
import Worker

extension Command {
  private static let url = Option(
    "--url", "ADDRESS",
    summary:
      "where the worker answers: http://HOST:PORT or unix:PATH (default: INVOICE_WORKER_HTTP)")

  static let health = Command(
    CommandDescription(
      ["health"],
      summary: "ask a worker whether it takes requests",
      details: """
        Exit status 0 when it does, 1 when it does not, with the reason, and 69 when nobody answers: fit for a \
        container's health check.
        """,
      options: [url, .json],
      examples: ["health", "health --url http://127.0.0.1:9464 --json"])
  ) { invocation throws(CommandFailure) in
    let address = try address(of: invocation)
    let target = invocation.isJSON ? "/status.json" : "/readyz"
    let answer: (status: Int, body: [UInt8])
    do throws(HTTPServerError) {
      if invocation.isJSON {
        // Whether it is ready the other answer says; this one is for reading.
        let ready = try HTTPQuestion(address, target: "/readyz").ask()
        answer = (ready.status, try HTTPQuestion(address, target: target).ask().body)
      } else {
        answer = try HTTPQuestion(address, target: target).ask()
      }
    } catch {
      throw .unavailable("no worker answers at \(address): \(error.description)")
    }
    guard answer.status == 200 || answer.status == 503 else {
      throw .unavailable("what answers at \(address) is no worker: status \(answer.status)")
    }
    let text = String(decoding: answer.body, as: UTF8.self)
    invocation.console.write(
      invocation.isJSON ? text : HealthText.printable(text))
    return answer.status == 200 ? .success : .fault
  }

  private static func address(of invocation: Invocation) throws(CommandFailure) -> ListenAddress {
    guard let text = invocation.arguments.value(url) else {
      if let address = try invocation.configuration().http { return address }
      throw CommandFailure(
        status: .configuration,
        sentence:
          "\(ConfigurationVariable.http.rawValue) is not set, so nobody answers; set it, or give --url"
      )
    }
    guard let address = HealthText.address(text) else {
      throw .usage(
        "\(url.name) must be http://HOST:PORT or unix:PATH, not \"\(PrintableText.escaping(text, limit: 80))\""
      )
    }
    return address
  }
}
