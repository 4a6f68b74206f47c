import AMQP
import Foundation
import Testing
import Worker

@testable import invoice_worker

/// Variables out of files: <doc:Operations#Variables>.
@Suite struct EnvironmentFileTests {
  private static func values(_ text: String) throws(CommandFailure) -> [String: String] {
    let file = try EnvironmentFile(path: "f.env", text: text)
    return Dictionary(uniqueKeysWithValues: file.values.map { ($0.name, $0.value) })
  }

  @Test("5: NAME=VALUE a line; blank lines, comments and quotation marks are none of a value")
  func lines() throws {
    let text = """
      # a comment
      A=1
        B = not a name

      """
    #expect(throws: CommandFailure.self) { try Self.values(text) }
    #expect(
      try Self.values(
        """
        # A=0

        A=1\r
          B="two words"
        export C='it is "quoted" $HOME \\n'
        D=
        E="a \\"b\\" \\\\ c"
        F=x # no comment
        G=a=b
        A=2
        """) == [
          "A": "2", "B": "two words", "C": "it is \"quoted\" $HOME \\n", "D": "",
          "E": "a \"b\" \\ c", "F": "x # no comment", "G": "a=b",
        ])
  }

  @Test(
    "5: what is no such line is named by its number, and its value is not shown",
    arguments: ["A", "=hush", "1A=hush", "A B=hush", "A=\"hush", "A='hush' x", "-A=hush"])
  func wrong(line: String) {
    let error = #expect(throws: CommandFailure.self) { try Self.values("X=1\n\(line)\n") }
    #expect(error?.status == .configuration)
    #expect(error?.sentence.hasPrefix("f.env, line 2: ") == true)
    #expect(error?.sentence.contains("hush") == false)
  }

  @Test("5: --env-file sets what the environment does not, for any command and at any place")
  func program() throws {
    let file = try Program.sampleFile(
      "INVOICE_WORKER_LANES=7\nINVOICE_WORKER_PREFETCH=11\nINVOICE_WORKER_LANE=1\n")
    defer { try? FileManager.default.removeItem(at: file) }
    for arguments in [
      ["--env-file", file.path, "config", "show", "--json"],
      ["config", "show", "--json", "--env-file=\(file.path)"],
    ] {
      let result = try Program.run(
        arguments, environment: ["INVOICE_WORKER_PREFETCH": "12"])
      #expect(result.status == 0, "\(result.errors)")
      let shown = try #require(
        try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: [String: Any]]
      )
      #expect(shown["INVOICE_WORKER_LANES"]?["value"] as? String == "7")
      #expect(shown["INVOICE_WORKER_LANES"]?["origin"] as? String == "file \(file.path)")
      #expect(shown["INVOICE_WORKER_PREFETCH"]?["value"] as? String == "12")
      #expect(shown["INVOICE_WORKER_PREFETCH"]?["origin"] as? String == "environment")
      #expect(shown["INVOICE_WORKER_RETENTION_DAYS"]?["origin"] as? String == "default")
      #expect(shown.count == ConfigurationVariable.allCases.count)
      #expect(result.errors.contains("did you mean INVOICE_WORKER_LANES?"), "\(result.errors)")
    }
    #expect(try Program.run("--env-file").status == 64)
    let missing = try Program.run("config", "show", "--env-file", "/does/not/exist")
    #expect(missing.status == 78 && missing.errors.contains("/does/not/exist cannot be read"))
  }

  @Test("5: config show masks passwords, wherever the address comes from")
  func masked() throws {
    let secret = try Program.sampleFile("amqp://worker:hush@broker.example/\n")
    defer { try? FileManager.default.removeItem(at: secret) }
    let environment = [
      "AMQP_URL_FILE": secret.path,
      "DATABASE_URL": "postgres://u:hush@db/invoices?sslpassword=hush&sslmode=require",
      "INVOICE_WORKER_SMTP_URL": "smtps://u:hush@mail.example",
      "INVOICE_WORKER_EMAIL_FROM": "a@b.example",
    ]
    for arguments in [["config", "show"], ["config", "show", "--json"]] {
      let result = try Program.run(arguments, environment: environment)
      #expect(result.status == 0, "\(result.errors)")
      #expect(!(result.output + result.errors).contains("hush"), "\(result.output)")
      #expect(result.output.contains("broker.example"))
      #expect(result.output.contains("file \(secret.path)"))
      #expect(result.output.contains("sslmode=require"))
    }
  }

  @Test(
    "5: an address is masked wherever a password may stand in it",
    arguments: [
      ("sqlite:a/b.db", "sqlite:a/b.db"), ("postgres://h/d", "postgres://h/d"),
      ("postgres://u@h/d", "postgres://u@h/d"),
      ("postgres://u:hush@h:1,i:2/d", "postgres://u:***@h:1,i:2/d"),
      ("amqp://u:hu@sh@h/v", "amqp://u:***@h/v"), ("amqp://u:hu/sh@h/v", "amqp://***"),
      ("postgres://u:hu?sh@h/v", "postgres://***"), ("hush", "***"),
      ("postgres://h/d?password=hush&x=1", "postgres://h/d?password=***&x=1"),
    ])
  func mask(address: String, shown: String) {
    #expect(MaskedAddress.text(address) == shown)
  }
}

/// Secrets in files and credentials, over the configuration.
@Suite struct SecretFileTests {
  @Test("1.5: addresses come from files, and from credentials that systemd passes")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "credentials-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in [
      ("amqp-url", "amqp://u:p@credential.example/\n"), ("database-url", "sqlite:c.db\n"),
      ("database-read-url", "postgres://u:p@copy.example/c\n"), ("primary", "postgres://u@h/c\n"),
      ("other", "amqp://u:p@file.example/\r\n"), ("wrong", "http://u:hush@x\n"),
    ] {
      try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    func path(_ name: String) -> String { folder.appending(path: name).path }
    let sqlite = #expect(throws: ConfigurationError.self) {
      try ConfigurationTests.read(["CREDENTIALS_DIRECTORY": folder.path])
    }
    #expect(sqlite?.variable == .readDatabaseFile, "the credentials are of two kinds of database")
    let filed = try ConfigurationTests.read([
      "DATABASE_URL_FILE": path("primary"), "DATABASE_READ_URL_FILE": path("database-read-url"),
    ])
    #expect(filed.readDatabase == .postgreSQL(url: "postgres://u:p@copy.example/c"))
    try FileManager.default.removeItem(at: folder.appending(path: "database-read-url"))
    let passed = try ConfigurationTests.read(["CREDENTIALS_DIRECTORY": folder.path])
    #expect(passed.broker.url.hosts.first?.name == "credential.example")
    #expect(passed.database == .sqlite(path: "c.db"))
    let named = try ConfigurationTests.read([
      "CREDENTIALS_DIRECTORY": folder.path, "AMQP_URL_FILE": path("other"),
      "DATABASE_URL": "sqlite:own.db",
    ])
    #expect(named.broker.url.hosts.first?.name == "file.example")
    #expect(named.database == .sqlite(path: "own.db"))
    let both = #expect(throws: ConfigurationError.self) {
      try ConfigurationTests.read(["AMQP_URL": "amqp://h/", "AMQP_URL_FILE": path("other")])
    }
    #expect(both?.description == "AMQP_URL_FILE: is set beside AMQP_URL; set one")
    let wrong = #expect(throws: ConfigurationError.self) {
      try ConfigurationTests.read(["AMQP_URL_FILE": path("wrong")])
    }
    #expect(wrong?.description.hasPrefix("AMQP_URL_FILE cannot be used") == true)
    #expect(wrong?.description.contains("the file must hold amqp://") == true)
    #expect(wrong?.description.contains("hush") == false)
    let missing = #expect(throws: ConfigurationError.self) {
      try ConfigurationTests.read(["DATABASE_URL_FILE": "/does/not/exist"])
    }
    #expect(missing?.description.contains("/does/not/exist cannot be read") == true)
  }
}
