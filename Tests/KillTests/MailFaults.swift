import TestMail
import TestSupport

/// What a mail server does to the messages of a test, by a seed: each kind of fault to some of them, and some to the server as a
/// whole.
struct MailFaults {
  /// What becomes of an e-mail once nobody is killed over it.
  enum End: Hashable {
    case taken
    /// By the first of its two recipients.
    case takenInPart
    /// With this reply.
    case refused(String)
    /// Attempt after attempt, with this reply.
    case neverTaken(String)
  }

  /// By the number of the message: 7 of `a7@example.com`.
  let ends: [Int: End]
  let rules: [TestMailServer.Rule]

  /// Once each; then it is let through.
  private static let passing: [@Sendable (_ address: String) -> TestMailServer.Rule] = [
    { .at(.recipient, $0, times: 1, reply: "450 mailbox busy") },
    { .at(.recipient, $0, times: 1, reply: "421 closing") },
    { .at(.recipient, $0, times: 1, then: .drop) },
    { .at(.data, $0, times: 1, reply: "451 later") },
    { .at(.data, $0, times: 1, reply: "421 closing") },
    { .at(.data, $0, times: 1, then: .drop) },
    { .at(.data, $0, times: 1, then: .takeSomeAndDrop) },
    { .at(.content, $0, times: 1, reply: "452 full") },
    { .at(.content, $0, times: 1, reply: "421 closing") },
    { .at(.content, $0, times: 1, then: .drop) },
    { .at(.content, $0, times: 1, then: .takeAndDrop) },
  ]

  init(count: Int, seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var ends: [Int: End] = [:]
    var passing: [TestMailServer.Rule] = []
    var lasting: [TestMailServer.Rule] = []
    var dealt = 0
    for (place, number) in (1...count).shuffled(using: &random).enumerated() {
      let address = "^a\(number)@"
      let end: End =
        switch place % 12 {
        case 0: .refused("550 no such user")
        case 3: .refused("554 no mail of yours")
        case 6: .refused("552 too large")
        case 9: .neverTaken("451 greylisted")
        case 11: .takenInPart
        default: .taken
        }
      ends[number] = end
      switch end {
      case .taken: break
      case .takenInPart:
        // Of what one recipient is refused for now the other gets, so nothing else may happen to it.
        lasting.append(.at(.recipient, "^b\(number)@", reply: "550 no such user"))
        continue
      case .refused(let reply):
        let step: TestMailServer.Rule.Step =
          switch place % 12 {
          case 0: .recipient
          case 3: .data
          default: .content
          }
        lasting.append(.at(step, address, reply: reply))
      case .neverTaken(let reply): lasting.append(.at(.content, address, reply: reply))
      }
      for _ in 0..<(place % 3) {
        passing.append(Self.passing[dealt % Self.passing.count](address))
        dealt += 1
      }
    }
    self.ends = ends
    rules = passing + lasting + Self.ofServer(every: count / 6)
  }

  /// Nothing of a message's: no attempt is counted. Workers that find the server away wait some seconds, so they are few.
  private static func ofServer(every distance: Int) -> [TestMailServer.Rule] {
    [
      .at(.sender, after: distance, times: 1, reply: "451 not now"),
      .at(.sender, after: distance, times: 1, then: .drop),
      .at(.sender, after: distance, times: 1, reply: "550 not you"),
      .at(.connect, after: 6, times: 1, reply: "421 too many connections"),
      .at(.connect, after: 6, times: 1, then: .drop),
      .at(.hello, after: 12, times: 1, then: .drop),
    ]
  }
}
