import Foundation
import Testing

@testable import invoice_worker

@Suite("Program")
struct ProgramTests {
  @Test("Help of all, and of every command, with an example", .timeLimit(.minutes(10)))
  func help() throws {
    let all = try Program.run("--help")
    #expect(all.status == 0 && all.errors.isEmpty)
    for description in Command.all.map(\.description) {
      #expect(all.output.contains(description.name))
      let one = try Program.run(description.words + ["--help"], environment: [:])
      #expect(one.status == 0 && one.errors.isEmpty)
      for example in description.examples {
        #expect(one.output.contains("invoice-worker \(example)"))
      }
    }
    #expect(try Program.run().status == 64, "nothing was asked for")
  }

  @Test(
    "Help of a group shows its commands with an example",
    arguments: ["topology", "invoices", "error-logs", "requests", "dead", "contract"])
  func groupHelp(word: String) throws {
    let group = Command.all.map(\.description).filter { $0.words.first == word }
    #expect(!group.isEmpty)
    for words in [[word, "--help"], [word, "-h"], ["help", word]] {
      let help = try Program.run(words, environment: [:])
      #expect(help.status == 0 && help.errors.isEmpty, "\(words): \(help.errors)")
      for description in group {
        #expect(help.output.contains(description.summary))
        #expect(help.output.contains("invoice-worker \(description.examples[0])"))
      }
      #expect(!help.output.contains("INVOICE_WORKER_PREFETCH"), "not the program's help")
    }
  }

  @Test(
    "A file that is no database is one sentence that names it",
    arguments: [
      ["run"], ["migrate"], ["invoices", "list", "--account", "A"], ["requests", "show", "r-1"],
    ])
  func noDatabase(words: [String]) throws {
    let file = try Program.sampleFile(String(repeating: "no database. ", count: 400))
    defer { try? FileManager.default.removeItem(at: file) }
    let result = try Program.run(
      words,
      environment: ["DATABASE_URL": "sqlite:\(file.path)", "AMQP_URL": "amqp://127.0.0.1:1/"])
    #expect(result.status == 78, "\(result)")
    let sentences = result.errors.split(separator: "\n").filter {
      $0.hasPrefix("invoice-worker: ")
    }
    #expect(sentences.count == 1, "\(result.errors)")
    #expect(sentences.first?.contains(file.path) == true)
    #expect(sentences.first?.contains("DATABASE_URL") == true)
    #expect(!result.errors.contains("PRAGMA"), "\(result.errors)")
  }

  @Test(
    "Wrong usage is one sentence and 64",
    arguments: [
      ["impotr", "x"], ["topology"], ["topology", "aply"], ["run", "--quques", "run"],
      ["run", "--queues", "generat"], ["request"], ["request", "a", "b"],
      ["request", "a.v1", "--id", "two words"], ["request", "a.v1", "--set", "nothing"],
      ["request", "a.v1", "--file", "/nonexistent/file"], ["import", "/nonexistent/file"],
      ["invoices", "list", "--account", "A", "--order", "O"],
      ["invoices", "list", "--status", "Open"], ["invoices", "list", "--from", "soon"],
      ["invoices", "list", "--from", "2026-12-02", "--to", "2026-12-01"],
      ["invoices", "list", "--limit", "0"], ["invoices", "explain"],
      ["invoices", "ubl"],
      ["invoices", "explain", "I", "--line", "0"], ["payments", "show"],
      ["credit-memos", "list", "--account", "A", "--invoice", "I"],
      ["credit-memos", "list", "--status", "Open"],
      ["error-logs", "list", "--limit", "0"], ["dead", "show"],
      ["request", "a.v1", "--wait", "--timeout", "soon"],
    ])
  func usage(words: [String]) throws {
    let result = try Program.run(words, environment: ["AMQP_URL": "amqp://localhost:1/"])
    #expect(result.status == 64, "\(words): \(result.errors)")
    #expect(result.output.isEmpty)
    #expect(result.errors.hasPrefix("invoice-worker: "))
    #expect(result.errors.filter { $0 == "\n" }.count == 1, "\(result.errors)")
  }

  @Test(
    "A wrong configuration is 78, names the variable and shows no secret",
    arguments: [
      ("INVOICE_WORKER_PREFETCH", "0"), ("DATABASE_URL", "mysql://u:hush@h/d"),
      ("DATABASE_URL", "host=db password=hush"), ("DATABASE_URL", "postgres://u:p@hush@h/d"),
      ("DATABASE_URL", "postgres://u:12/hush@h/d"),
      ("DATABASE_URL", "postgres://u@h/d?sslmode=hush"), ("AMQP_URL", "amqp://u:p?hush@h/"),
      ("AMQP_URL", "amqp://u:hush@h:port/"),
    ])
  func configuration(variable: String, value: String) throws {
    let result = try Program.run("run", environment: [variable: value])
    #expect(result.status == 78)
    #expect(result.errors.contains(variable))
    #expect(!result.errors.contains("hush"))
  }

  @Test(
    "W8: a TLS file that is missing ends a worker at once, with the file and the variables to look at",
    .timeLimit(.minutes(10)), arguments: ["run", "watch"])
  func missingTLSFile(command: String) throws {
    let result = try Program.run(
      command,
      environment: [
        "AMQP_URL": "amqps://guest:hush@127.0.0.1:1/", "DATABASE_URL": "sqlite::memory:",
        "INVOICE_WORKER_TLS_CA": "/nowhere/ca.pem",
      ])
    #expect(result.status == 78, "\(result)")
    #expect(result.errors.contains("/nowhere/ca.pem cannot be used: no such file or directory"))
    #expect(result.errors.contains("INVOICE_WORKER_TLS_CA"))
    #expect(!result.errors.contains("hush"))
  }

  @Test(
    "A broker that is not there is 69, and the sentence says which",
    .timeLimit(.minutes(10)),
    arguments: [
      ["topology", "apply"], ["request", "invoice.generate.v1", "--force"],
      ["request", "invoice.generate.v1", "--force", "--wait"], ["watch"],
      ["dead", "list", "--in-queue"],
      ["import", "-"],
    ])
  func unreachable(words: [String]) throws {
    let result = try Program.run(
      words, environment: ["AMQP_URL": "amqp://user:hush@127.0.0.1:1/"],
      input: #"{"type":"Order","id":"O"}"#)
    #expect(result.status == 69, "\(result.errors)")
    #expect(result.errors.contains("127.0.0.1:1"))
    #expect(!result.errors.contains("hush"))
    #expect(result.errors.filter { $0 == "\n" }.count == 1, "\(result.errors)")
  }

  @Test("A database without a schema says what to do; migrating twice is migrating once")
  func database() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "cli-\(UUID().uuidString).db")
      .path
    defer {
      for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
    }
    let environment = ["DATABASE_URL": "sqlite:\(path)"]
    let before = try Program.run("invoices", "list", "--account", "A", environment: environment)
    #expect([69, 78].contains(before.status))
    #expect(before.errors.contains("invoice-worker migrate"))
    let first = try Program.run("migrate", "--json", environment: environment)
    #expect(first.status == 0 && !first.output.contains("[]"), "\(first.output)")
    let second = try Program.run("migrate", "--json", environment: environment)
    #expect(second.status == 0 && second.output.contains("[]"), "\(second.output)")
    let list = try Program.run("invoices", "list", "--json", environment: environment)
    #expect(list.status == 0 && list.output == "[]\n")
    #expect(try Program.run("error-logs", "list", environment: environment).status == 0)
    let invoice = try Program.run("invoices", "show", "INV-1", environment: environment)
    #expect(invoice.status == 1 && invoice.errors.contains("INV-1"))
    #expect(try Program.run("requests", "show", "r-1", environment: environment).status == 1)
  }

  @Test("CLI 14: a database file that is not there is reported as `run` reports it")
  func missingDatabase() throws {
    let environment = ["DATABASE_URL": "sqlite:/tmp/nowhere-\(UUID().uuidString).db"]
    for words in [["invoices", "list"], ["requests", "show", "r"], ["error-logs", "list"]] {
      let result = try Program.run(words, environment: environment)
      #expect(result.status == 78, "\(result)")
      #expect(result.errors.contains("there is no database file"), "\(result.errors)")
      #expect(!result.errors.contains("SQLite error"), "\(result.errors)")
    }
  }

  @Test("CLI 15: output that cannot be written is an error with a message")
  func fullDevice() throws {
    let process = Process()
    process.executableURL = Program.url
    process.arguments = ["topology", "definitions"]
    process.environment = ["PATH": "/usr/bin:/bin"]
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: "/dev/full"))
    let said = Pipe()
    process.standardError = said
    try process.run()
    let errors = String(
      decoding: try said.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 1)
    #expect(errors.contains("cannot be written"), "\(errors)")
    #expect(errors.contains("No space left"), "\(errors)")
  }

  @Test("CLI 16, 17: what is not there is said, with an advice that works")
  func unknownRecords() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "cli-\(UUID().uuidString).db")
      .path
    defer {
      for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
    }
    let environment = ["DATABASE_URL": "sqlite:\(path)"]
    #expect(try Program.run("migrate", environment: environment).status == 0)
    for (option, kind) in [
      ("--account", "account"), ("--order", "order"), ("--contract", "billing contract"),
    ] {
      for form in [[], ["--json"]] {
        let list = try Program.run(
          ["invoices", "list", option, "NOPE"] + form, environment: environment)
        #expect(list.status == 1 && list.output.isEmpty, "\(list)")
        #expect(list.errors.contains("there is no \(kind) NOPE"), "\(list.errors)")
      }
    }
    let logs = try Program.run("error-logs", "list", "--account", "NOPE", environment: environment)
    #expect(logs.status == 1 && logs.errors.contains("there is no account NOPE"))
    let shown = try Program.run("invoices", "show", "NOPE", environment: environment)
    #expect(shown.status == 1 && shown.errors.contains("invoice-worker invoices list"))
    for (words, sentence) in [
      (["invoices", "explain"], "there is no invoice NOPE"),
      (["invoices", "ubl"], "there is no invoice NOPE"),
      (["payments", "show"], "there is no payment NOPE"),
      (["credit-memos", "show"], "there is no credit memo NOPE"),
      (["credit-memos", "list", "--invoice"], "there is no invoice NOPE"),
      (["credit-memos", "list", "--account"], "there is no account NOPE"),
    ] {
      let unknown = try Program.run(words + ["NOPE"], environment: environment)
      #expect(unknown.status == 1 && unknown.output.isEmpty, "\(unknown)")
      #expect(unknown.errors.contains(sentence), "\(unknown.errors)")
    }
    #expect(
      try Program.run("credit-memos", "list", environment: environment).output
        == "No credit memos.\n")
    #expect(
      try Program.run("invoices", "list", environment: environment).output == "No invoices.\n")
  }

  @Test("The definitions go to standard output")
  func definitions() throws {
    let result = try Program.run("topology", "definitions", "--vhost", "billing")
    #expect(result.status == 0)
    #expect(result.output.contains(#""vhost":"billing""#))
  }

  @Test("A backup of the database: checked, never over a file that exists; PostgreSQL has its own")
  func backup() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "backup-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let environment = ["DATABASE_URL": "sqlite:\(folder.appending(path: "store.db").path)"]
    let copy = folder.appending(path: "copy.db").path
    let none = try Program.run("backup", copy, environment: environment)
    #expect(none.status != 0 && !FileManager.default.fileExists(atPath: copy), "\(none.errors)")
    #expect(try Program.run("migrate", environment: environment).status == 0)
    let first = try Program.run("backup", copy, "--json", environment: environment)
    #expect(first.status == 0 && first.output.contains("\"schemaVersion\""), "\(first.errors)")
    let second = try Program.run("backup", copy, environment: environment)
    #expect(second.status == 1 && second.errors.contains("overwrites nothing"))
    let restored = try Program.run(
      "requests", "show", "r-1", environment: ["DATABASE_URL": "sqlite:\(copy)"])
    #expect(restored.status == 1 && restored.errors.contains("r-1"), "\(restored.errors)")
    let postgres = try Program.run(
      "backup", copy + "2", environment: ["DATABASE_URL": "postgres://localhost/x"])
    #expect(postgres.status == 78 && postgres.errors.contains("pg_dump"), "\(postgres.errors)")
  }
}
