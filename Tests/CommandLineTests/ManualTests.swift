import Foundation
import Messages
import TestSupport
import Testing
import Worker

@testable import invoice_worker

@Suite("Manual")
struct ManualTests {
  private static func text(_ page: ManualPage) throws -> String {
    let result = try Program.run("man", page.rawValue)
    #expect(result.status == 0 && result.errors.isEmpty, "\(result)")
    return result.output
  }

  @Test("The pages name every command, option, variable, exit status, request, event and queue")
  func complete() throws {
    func plain(_ page: ManualPage) throws -> String {
      try Self.text(page).replacing("\\-", with: "-").replacing("\\&", with: "")
    }
    let program = try plain(.program)
    for command in Command.all.map(\.description) {
      #expect(program.contains(".Ss \"\(command.name)\"\n"))
      for option in command.options {
        #expect(program.contains(".It Fl \"\(option.name.dropFirst())\""), "\(option.name)")
      }
    }
    for status in ExitStatus.allCases { #expect(program.contains(".It \(status.rawValue)\n")) }
    let environment = try plain(.environment)
    for variable in ConfigurationVariable.allCases {
      #expect(environment.contains(".It Ev \(variable.rawValue)\n"))
    }
    let contract = try plain(.contract)
    for type in RequestType.allCases { #expect(contract.contains(".Ss \"\(type.rawValue)\"\n")) }
    for type in EventType.allCases { #expect(contract.contains(".It\n\(type.rawValue)\n")) }
    for queue in WorkQueue.allCases { #expect(contract.contains(".It\n\(queue.name)\n")) }
    #expect(try Program.run("man").output == Self.text(.program))
    #expect(try Program.run("man", "invoice-worker.2").status == 64)
  }

  @Test("Nothing in a text is taken for a request of the formatter")
  func escaped() {
    #expect(Mdoc.text(".Sh A\n'x\nC:\\temp – 1") == "\\&.Sh A\n\\&'x\nC:\\etemp \\[u2013] 1")
    #expect(Mdoc.text("One. Two? 1.5 three.") == "One.\nTwo?\n1.5 three.")
    #expect(Mdoc.literal(["a. b"]).contains("\na. b\n"))
    #expect(Mdoc.argument("Ar \"x\"") == "\"\\&Ar \\(dqx\\(dq\"")
  }

  @Test(
    "mandoc and groff have nothing to say against a page (compose/test.sh --with packages)",
    .enabled(if: TestExtras.has("packages")), arguments: ManualPage.allCases)
  func checked(page: ManualPage) throws {
    let file = try Program.sampleFile(try Self.text(page))
    defer { try? FileManager.default.removeItem(at: file) }
    let lint = try Program.run(
      ["-T", "lint", "-W", "warning", file.path], environment: [:],
      program: URL(filePath: "/usr/bin/mandoc"))
    #expect(lint.status == 0 && lint.output.isEmpty && lint.errors.isEmpty, "\(lint)")
    let groff = try Program.run(
      ["-ww", "-mdoc", "-Tutf8", file.path], environment: [:],
      program: URL(filePath: "/usr/bin/groff"))
    #expect(groff.status == 0 && groff.errors.isEmpty, "\(groff)")
  }
}
