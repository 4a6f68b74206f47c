/// The manual pages, made from the same tables as `--help`; the raw value is the file that a package installs.
package enum ManualPage: String, Hashable, Sendable, CaseIterable {
  case program = "invoice-worker.1"
  case environment = "invoice-worker.env.5"
  case contract = "invoice-worker-contract.7"

  /// The page in mdoc(7). The date is as that has it, `November 29, 2026`; the commands are in the order of the help.
  package func text(date: String, commands: [CommandDescription]) -> String {
    let parts = rawValue.split(separator: ".")
    let name = parts.dropLast().joined(separator: ".")
    let body =
      switch self {
      case .program: ProgramManual.sections(commands)
      case .environment: EnvironmentManual.sections()
      case .contract: ContractManual.sections(commands)
      }
    return """
      .\\" Made by: invoice-worker man \(rawValue)
      .Dd \(date)
      .Dt \(name.uppercased()) \(parts.last ?? "1")
      .Os
      .Sh NAME
      .Nm \(name)
      .Nd \(summary)
      \(body)
      .Sh SEE ALSO
      \(ManualPage.allCases.filter { $0 != self }.map(\.reference).joined(separator: " ,\n"))

      """
  }

  private var summary: String {
    switch self {
    case .program: "turn billing schedules into invoices, on requests from RabbitMQ"
    case .environment: "variables that configure invoice\\-worker"
    case .contract: "requests, events and queues of invoice\\-worker"
    }
  }

  private var reference: String {
    let parts = rawValue.split(separator: ".")
    return ".Xr \(parts.dropLast().joined(separator: ".")) \(parts.last ?? "1")"
  }
}
