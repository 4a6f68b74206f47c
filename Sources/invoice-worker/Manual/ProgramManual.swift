/// invoice-worker(1).
enum ProgramManual {
  static func sections(_ commands: [CommandDescription]) -> String {
    """
    .Sh SYNOPSIS
    .Nm
    .Ar command
    .Op Ar option ...
    .Nm
    .Ar command
    .Fl \\-help
    .Nm
    .Fl \\-version
    .Sh DESCRIPTION
    .Nm
    takes requests from RabbitMQ, turns billing schedules into invoices in a database, and tells of them by events.
    .Ic run
    is the worker; the other commands prepare it, send requests, and show what is stored.
    Each takes
    .Fl \\-help ,
    which shows an example, and where it shows something
    .Fl \\-json ,
    which writes it for machines.
    Options are given as
    .Fl \\-name Ar value
    or
    .Fl \\-name Ns = Ns Ar value ;
    .Ql \\-\\-
    ends them.
    .Sh COMMANDS
    \(commands.map(command).joined(separator: "\n"))
    .Sh ENVIRONMENT
    .Ev AMQP_URL
    is the broker's address,
    .Ev DATABASE_URL
    the database's; all variables are in
    .Xr invoice-worker.env 5 .
    .Sh EXIT STATUS
    \(Mdoc.list(statuses))
    """
  }

  private static func command(_ command: CommandDescription) -> String {
    var lines = [".Ss \(Mdoc.argument(command.name))", Mdoc.text(command.usage), ".Pp"]
    lines.append(Mdoc.text(Mdoc.sentence(command.summary)))
    if !command.details.isEmpty { lines += [".Pp", Mdoc.text(command.details)] }
    if !command.topics.isEmpty {
      lines.append(".Pp")
      lines.append(
        Mdoc.text("Each \(command.operands.placeholder) is in invoice-worker-contract(7)."))
    }
    if !command.options.isEmpty {
      lines.append(Mdoc.list(command.options.map { (term($0), Mdoc.sentence($0.summary)) }))
    }
    lines += [".Pp", command.examples.count == 1 ? "Example:" : "Examples:"]
    lines.append(Mdoc.literal(command.examples.map { "invoice-worker \($0)" }))
    return lines.joined(separator: "\n")
  }

  private static func term(_ option: Option) -> String {
    let value = option.placeholder.map { " Ar \(Mdoc.argument($0))" } ?? ""
    return "Fl \(Mdoc.argument(String(option.name.dropFirst())))\(value)"
  }

  private static var statuses: [(term: String, text: String)] {
    ExitStatus.allCases.map { (String($0.rawValue), $0.meaning) }
  }
}
