/// A command: its description and what it does.
struct Command: Sendable {
  let description: CommandDescription
  let run: @Sendable (Invocation) async throws(CommandFailure) -> ExitStatus

  init(
    _ description: CommandDescription,
    run: @escaping @Sendable (Invocation) async throws(CommandFailure) -> ExitStatus
  ) {
    self.description = description
    self.run = run
  }
}
