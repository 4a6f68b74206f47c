import Billing
import JSON

/// `/help`: what each state and each error code means.
package enum HelpPage {
  /// An error code with when it is given and what to do.
  package struct Code: Sendable {
    let code: String
    let isWarning: Bool
    let when: String
    let fix: String

    package init(code: String, isWarning: Bool, when: String, fix: String) {
      self.code = code
      self.isWarning = isWarning
      self.when = when
      self.fix = fix
    }
  }

  package static func page(_ groups: [(title: String, codes: [Code])]) -> WebPage {
    var content: [HTMLNode] = [
      states("Outcomes of a request", Outcome.allCases.map { ($0.rawValue, $0.meaning) }),
      states("Statuses of an invoice", ShownStatus.allCases.map { ($0.rawValue, $0.meaning) }),
      states("Statuses of a run", InvoiceRun.Status.allCases.map { ($0.rawValue, $0.meaning) }),
      Parts.heading("Error codes"),
      Parts.paragraph(
        "A code never changes its meaning. A warning keeps nothing from being done."),
    ]
    for group in groups {
      content.append(
        Parts.table(
          group.title, [.init("Code"), .init("When"), .init("What to do")],
          group.codes.map { code in
            [
              .tag(
                "span", [HTMLAttribute("id", code.code)],
                code.code + (code.isWarning ? " (warning)" : "")),
              .text(code.when), .text(code.fix),
            ]
          }))
    }
    let codes = groups.flatMap { group in
      group.codes.map { code -> JSONTree in
        [
          "errorCode": .string(code.code), "group": .string(group.title),
          "isWarning": .bool(code.isWarning), "when": .string(code.when),
          "fix": .string(code.fix),
        ]
      }
    }
    let json: JSONTree = ["codes": .array(codes)]
    return WebPage(
      "Help", section: .help, twin: WebAddress(.help, as: .json), json: json.bytes, content)
  }

  private static func states(_ title: String, _ states: [(String, String)]) -> HTMLNode {
    Parts.table(
      title, [.init("State"), .init("What it means")],
      states.map { [.text($0.0), .text($0.1)] })
  }
}

extension Outcome {
  fileprivate var meaning: String {
    switch self {
    case .succeeded: "All of it was done, or there was nothing to do."
    case .partiallySucceeded: "Some of it was done; the errors say what was not."
    case .failed:
      "Nothing of it was done; the errors say why. Correct that and send it again, under a new identifier."
    case .rejected:
      "It could not be understood, or is not allowed; a copy is among the dead letters."
    }
  }
}

extension ShownStatus {
  fileprivate var meaning: String {
    switch self {
    case .draft: "It can still change, has no number of its own and is not owed."
    case .posted: "It is final and owed, and not due yet."
    case .overdue: "Something of it is owed, and a due date has passed."
    case .partiallyPaid: "Something of it is settled, and something is owed."
    case .paid: "Nothing of it is owed any more."
    case .writtenOff: "What was owed was given up."
    case .canceled: "The draft was taken back."
    case .voided: "The posted invoice was taken back by a credit memo."
    }
  }
}

extension InvoiceRun.Status {
  fileprivate var meaning: String {
    switch self {
    case .running: "Its chunks are being worked on."
    case .completed: "It ended, and nothing failed."
    case .completedWithErrors: "It ended; its errors say what it could not do."
    case .canceled: "Somebody ended it; what it has made stays."
    }
  }
}
