extension Command {
  /// The shells whose completion is known.
  private enum Shell: String, CaseIterable {
    case bash
    case zsh
    case fish

    func script(_ commands: [CommandDescription]) -> String {
      switch self {
      case .bash: BashCompletion.script(commands)
      case .zsh: ZshCompletion.script(commands)
      case .fish: FishCompletion.script(commands)
      }
    }
  }

  static let completion = Command(
    CommandDescription(
      ["completion"],
      summary: "write a script by which a shell completes this program's command line",
      details: """
        For now: source <(invoice-worker completion bash), and the same in zsh; invoice-worker completion fish | source.
        For good: write it to /etc/bash_completion.d/invoice-worker, to _invoice-worker in a directory of zsh's fpath, or \
        to ~/.config/fish/completions/invoice-worker.fish.
        """,
      operands: Operands("SHELL", values: Shell.allCases.map(\.rawValue)),
      examples: Shell.allCases.map { "completion \($0.rawValue)" })
  ) { invocation throws(CommandFailure) in
    let name = invocation.arguments.operands[0]
    guard let shell = Shell(rawValue: name) else {
      throw .usage(
        "there is no completion for \(name): it is bash, zsh or fish")
    }
    invocation.console.writeDocument(
      Array(shell.script(Command.all.map(\.description)).utf8))
    return .success
  }
}
