/// The script that completes the command line in bash, made from the descriptions.
package enum BashCompletion {
  package static func script(_ commands: [CommandDescription]) -> String {
    let groups = CommandGroups(commands)
    return """
      # bash completion of invoice-worker, made by: invoice-worker completion bash
      _invoice_worker() {
        local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command= candidates= files= options=
        local -a before=("${COMP_WORDS[@]:1:COMP_CWORD-1}")
        # --name=value is three words to bash.
        if [ "$current" = = ]; then current=; elif [ "$previous" = = ]; then previous=${COMP_WORDS[COMP_CWORD - 2]}; fi
        case "${before[0]-} ${before[1]-}" in
      \(commands.sorted { $0.words.count > $1.words.count }.map(commandCase).joined(separator: "\n"))
        esac
        COMPREPLY=()
        if [ ${#before[@]} -eq 0 ]; then
          candidates='\(words(groups.first.map(\.word)))'
          case "$current" in -*) candidates='--help --version' ;; esac
        elif [ -z "$command" ]; then
          [ ${#before[@]} -eq 1 ] || return 0
          case "${before[0]}" in
      \(groups.second.map { "      \($0.first)) candidates='\(words($0.words.map(\.word)))' ;;" }.joined(separator: "\n"))
          esac
        else
          case "$command" in
      \(commands.map(placeCase).joined(separator: "\n"))
          esac
          case "$command $previous" in
      \(commands.flatMap(valueCases).joined(separator: "\n"))
            *) case "$current" in
                -*) candidates=$options files= ;;
                *) [ -n "$candidates$files" ] || candidates=$options ;;
              esac ;;
          esac
        fi
        if [ -n "$files" ]; then
          compopt -o filenames 2>/dev/null
          mapfile -t COMPREPLY < <(compgen -f -- "$current")
        else
          mapfile -t COMPREPLY < <(compgen -W "$candidates" -- "$current")
        fi
      }
      complete -F _invoice_worker invoice-worker

      """
  }

  private static func words(_ words: [String]) -> String { words.joined(separator: " ") }

  private static func commandCase(_ command: CommandDescription) -> String {
    let pattern = command.words.count == 2 ? "'\(command.name)'" : "'\(command.name) '*"
    return "    \(pattern)) command='\(command.name)' ;;"
  }

  /// What may stand in the command's place of operands, and its options.
  private static func placeCase(_ command: CommandDescription) -> String {
    let options = words(command.allOptions.map(\.name))
    let operand =
      switch command.offered {
      case .words(let values): "candidates='\(words(values))' "
      case .files: "files=yes "
      case .unknown: ""
      }
    return "      '\(command.name)') \(operand)options='\(options)' ;;"
  }

  private static func valueCases(_ command: CommandDescription) -> [String] {
    command.options.compactMap { option in
      guard let offered = option.offered else { return nil }
      let place = "      '\(command.name) \(option.name)') "
      return switch offered {
      case .words(let values): "\(place)candidates='\(words(values))' files= ;;"
      case .files: "\(place)files=yes ;;"
      case .unknown: "\(place)return 0 ;;"
      }
    }
  }
}
