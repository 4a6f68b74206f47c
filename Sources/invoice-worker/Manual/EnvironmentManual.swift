import Worker

/// invoice-worker.env(5).
enum EnvironmentManual {
  static func sections() -> String {
    """
    .Sh DESCRIPTION
    .Xr invoice-worker 1
    is configured by variables of its environment.
    One that is empty counts as absent.
    A value that cannot be read ends a command with exit status 78 and a sentence that names the variable.
    Secrets are never logged.
    .Pp
    systemd reads them from an
    .Va EnvironmentFile ,
    a line
    .Ql NAME=value
    for each.
    .Sh ENVIRONMENT
    \(Mdoc.list(ConfigurationVariable.allCases.map { ("Ev \($0.rawValue)", text($0)) }))
    """
  }

  private static func text(_ variable: ConfigurationVariable) -> String {
    """
    \(variable.summary.prefix(1).uppercased())\(variable.summary.dropFirst()).
    It must be \(variable.allowed).
    Default: \(variable.defaultText).
    """
  }
}
