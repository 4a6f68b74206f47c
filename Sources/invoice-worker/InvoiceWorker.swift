import Glibc

@main
enum InvoiceWorker {
  static func main() async {
    // A reader that went away (`watch | head`) is an error of a write, not the end of the process.
    signal(SIGPIPE, SIG_IGN)
    let status = await CommandLineInterface.run(
      Array(CommandLine.arguments.dropFirst()), console: Console())
    exit(status.rawValue)
  }
}
