import Billing
import Foundation
import Messages
import TestSupport
import Testing

@testable import invoice_worker

/// What each shell offers, asked of the shells themselves.
@Suite("Shell completion")
struct ShellCompletionTests {
  /// A line up to the cursor, and what is offered there.
  private static let expected: [(line: String, offered: [String])] = [
    ("invoice-worker inv", ["invoices"]),
    ("invoice-worker --v", ["--version"]),
    ("invoice-worker dead ", ["list", "show", "replay", "discard"]),
    ("invoice-worker dead l", ["list"]),
    ("invoice-worker request ", RequestType.allCases.map(\.rawValue)),
    ("invoice-worker request invoice.gen", ["invoice.generate.v1"]),
    ("invoice-worker dead list --type invoice-run.c", ["invoice-run.cancel.v1"]),
    ("invoice-worker run --q", ["--queues"]),
    ("invoice-worker version --", ["--json", "--help"]),
    ("invoice-worker run --queues ", WorkQueue.allCases.map(\.shortName)),
    ("invoice-worker export lines --format n", ["ndjson"]),
    ("invoice-worker export lines --format csv --fr", ["--from"]),
    (
      "invoice-worker import --type Billing",
      RecordDefinition.all.map(\.type.rawValue).filter { $0.hasPrefix("Billing") }
    ),
    ("invoice-worker import rec", ["records.ndjson"]),
    ("invoice-worker request invoice.generate.v1 --file rec", ["records.ndjson"]),
    ("invoice-worker request invoice.generate.v1 --set ", []),
    ("invoice-worker completion ", ["bash", "zsh", "fish"]),
    ("invoice-worker man invoice-worker-", ["invoice-worker-contract.7"]),
    ("invoice-worker nonsense ", []),
  ]

  @Test("bash offers commands, options, values and files", .timeLimit(.minutes(10)))
  func bash() throws { try Self.check("bash", Self.askBash) }

  @Test(
    "zsh and fish offer the same (compose/test.sh --with packages)",
    .enabled(if: TestExtras.has("packages")), .timeLimit(.minutes(10)))
  func others() throws {
    try Self.check("zsh", Self.askZsh)
    try Self.check("fish", Self.askFish)
  }

  @Test("What is offered needs no quotes in any shell")
  func plainWords() {
    var offered: [String] = []
    for command in Command.all.map(\.description) {
      offered += command.words + command.operands.values
      offered += command.topics.map(\.name)
      for option in command.options { offered += [option.name] + option.values }
    }
    for word in offered {
      #expect(word.wholeMatch(of: /[A-Za-z0-9._-]+/) != nil, "\(word)")
    }
  }

  @Test("Another shell is refused with those that there are")
  func unknownShell() throws {
    let result = try Program.run("completion", "tcsh")
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.errors.contains("bash, zsh or fish"), "\(result)")
  }

  private typealias Ask = (_ script: String, _ folder: String, _ line: String) throws ->
    Program.Result

  private static func check(_ shell: String, _ ask: Ask) throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "completion-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data().write(to: folder.appending(path: "records.ndjson"))
    let written = try Program.run("completion", shell)
    #expect(written.status == 0 && written.errors.isEmpty, "\(written)")
    let script = try Program.sampleFile(written.output)
    defer { try? FileManager.default.removeItem(at: script) }
    for (line, offered) in expected {
      let result = try ask(script.path, folder.path, line)
      let given = result.output.split(separator: "\n").map {
        $0.split(separator: "\t").first.map(String.init) ?? ""
      }
      #expect(Set(given) == Set(offered), "\(shell): \(line): \(result)")
      #expect(result.errors.isEmpty, "\(shell): \(line): \(result)")
    }
  }

  private static func run(_ words: [String]) throws -> Program.Result {
    try Program.run(
      Array(words.dropFirst()), environment: ["TERM": "xterm", "HOME": "/nonexistent"],
      program: URL(filePath: words[0]))
  }

  private static func askBash(script: String, folder: String, line: String) throws
    -> Program.Result
  {
    let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    let asking = """
      cd "$1" && source "$2" && shift 2 || exit
      COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
      _invoice_worker
      [ ${#COMPREPLY[@]} -eq 0 ] || printf '%s\\n' "${COMPREPLY[@]}"
      """
    return try run(["/bin/bash", "-c", asking, "bash", folder, script] + words)
  }

  private static func askZsh(script: String, folder: String, line: String) throws -> Program.Result
  {
    let asking = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "zsh-candidates.zsh").path
    return try run([
      "/bin/sh", "-c", "cd \"$1\" && shift && exec zsh -f \"$@\"", "sh", folder, asking, script,
      line,
    ])
  }

  private static func askFish(script: String, folder: String, line: String) throws
    -> Program.Result
  {
    try run([
      "/usr/bin/fish", "--no-config", "-c",
      "cd $argv[1]; source $argv[2]; complete -C $argv[3]", folder, script, line,
    ])
  }
}
