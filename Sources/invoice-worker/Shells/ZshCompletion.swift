/// The script that completes the command line in zsh, made from the descriptions.
package enum ZshCompletion {
  package static func script(_ commands: [CommandDescription]) -> String {
    let groups = CommandGroups(commands)
    return """
      #compdef invoice-worker
      # zsh completion of invoice-worker, made by: invoice-worker completion zsh
      _invoice_worker() {
        local command=
        local -a offered
        if (( CURRENT == 2 )); then
          offered=(
      \(groups.first.map(described).joined(separator: "\n"))
          )
          _describe -t commands command offered
          [[ $PREFIX == -* ]] && _arguments '--version[show the version]' '--help[show the help]'
          return
        fi
        case "$words[2] $words[3]" in
      \(groups.second.flatMap { group in group.words.map { "    '\(group.first) \($0.word)') (( CURRENT > 3 )) && command='\(group.first) \($0.word)' ;;" } }.joined(separator: "\n"))
          *)
            case $words[2] in
              \(commands.filter { $0.words.count == 1 }.map(\.name).joined(separator: "|"))) command=$words[2] ;;
            esac ;;
        esac
        if [[ -z $command ]]; then
          (( CURRENT == 3 )) || return
          case $words[2] in
      \(groups.second.map { "      \($0.first)) offered=(\n\($0.words.map(described).joined(separator: "\n"))\n      ) ;;" }.joined(separator: "\n"))
            *) return ;;
          esac
          _describe -t commands command offered
          return
        fi
        local -i length=${(w)#command}
        words=($words[1] "${(@)words[length + 2,-1]}")
        (( CURRENT -= length ))
        case $command in
      \(commands.map(arguments).joined(separator: "\n"))
        esac
      }
      # Sourced, or found by compinit in fpath.
      if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
        _invoice_worker "$@"
      else
        compdef _invoice_worker invoice-worker
      fi

      """
  }

  private static func described(_ word: CommandGroups.Word) -> String {
    "        \(quoted("\(word.word):\(word.summary)"))"
  }

  private static func arguments(of command: CommandDescription) -> String {
    var specifications = command.allOptions.map { option in
      let summary = "[\(option.summary.replacing("[", with: "\\[").replacing("]", with: "\\]"))]"
      let repeated = option.isRepeatable ? "*" : ""
      guard let offered = option.offered, let placeholder = option.placeholder else {
        return "\(repeated)\(option.name)\(summary)"
      }
      return "\(repeated)\(option.name)=\(summary):\(name(placeholder)):\(action(offered))"
    }
    if !command.operands.placeholder.isEmpty {
      specifications.append("*:\(name(command.operands.placeholder)):\(action(command.offered))")
    }
    let list = specifications.map { "      \(quoted($0))" }.joined(separator: " \\\n")
    return "    '\(command.name)') _arguments \\\n\(list) ;;"
  }

  /// What is asked for, shown where nothing can be offered.
  private static func name(_ placeholder: String) -> String {
    placeholder.replacing(":", with: "\\:")
  }

  private static func action(_ offered: OfferedValue) -> String {
    switch offered {
    case .words(let values): "(\(values.joined(separator: " ")))"
    case .files: "_files"
    case .unknown: " "
    }
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
