import CivilTime
import Monetary
import Testing

@testable import Billing

/// <doc:InvoiceTasks>.
@Suite("Tasks by hand")
struct RunTasksTests {
  private func world() throws -> CreditWorld {
    var world = try CreditWorld()
    try world.post("I-1", [(100, 25)])
    try world.post("I-2", [(40, nil)])
    return world
  }

  private static func method(
    _ id: SavedPaymentMethod.ID, isDefault: Bool = false, isActive: Bool = true,
    expiresOn: String? = nil, of account: Account.ID = "A"
  ) -> Record {
    .savedPaymentMethod(
      SavedPaymentMethod(
        id: id, accountId: account, kind: .card, displayName: "Visa \(id)",
        token: PaymentToken("tok_\(id)"), expiresOn: expiresOn.flatMap { ExpiryMonth($0) },
        isAccountDefault: isDefault, isActive: isActive))
  }

  private func codes(_ decision: Decision) -> [String] {
    decision.errors.map { "\($0.code.rawValue) \($0.pointer ?? "-")" }
  }

  @Test("Each task of each invoice is requested once, a Charge with the balance and what pays it")
  func requested() throws {
    var world = try world()
    world.facts.insert(Self.method("PM", isDefault: true))
    let decision = world.handle(
      RunTasks(scope: .invoices(["I-2", "I-1"]), kinds: [.charge, .send]))
    #expect(decision.outcome == .succeeded && decision.errors.isEmpty)
    let tasks = decision.effects.tasks.requested
    #expect(tasks.map(\.invoiceId) == ["I-2", "I-2", "I-1", "I-1"])
    #expect(tasks.map(\.kind) == [.charge, .send, .charge, .send])
    #expect(tasks.map { $0.amount?.decimalText } == ["40.00", nil, "125.00", nil])
    #expect(tasks.map { $0.savedPaymentMethodId?.text } == ["PM", nil, "PM", nil])
    #expect(tasks.allSatisfy { $0.status == .requested && $0.retryOf == nil })
    #expect(Set(tasks.map(\.id)).count == 4)
    #expect(decision.answer.tasks == tasks)
    #expect(Set(decision.effects.tasks.invoices.keys) == ["I-1", "I-2"])
    #expect(decision.effects.tasks.paymentMethods["PM"]?.token?.text == "tok_PM")

    // The same once more is refused with its name, the rest of the invoice's tasks are not.
    let again = world.handle(RunTasks(scope: .invoices(["I-1"]), kinds: [.send, .sync]))
    #expect(again.outcome == .partiallySucceeded)
    #expect(codes(again) == ["TASK_ALREADY_REQUESTED /invoiceIds/0"])
    #expect(again.errors[0].source == RecordReference(.task, tasks[3].id))
    #expect(again.errors[0].message.contains(tasks[3].id.text))
    #expect(again.effects.tasks.requested.map(\.kind) == [.sync])
    #expect(again.errorLogs.map(\.category) == [.invoiceTask])
    let forced = world.handle(
      RunTasks(scope: .invoices(["I-1"]), kinds: [.send], again: true))
    #expect(forced.effects.tasks.requested.map(\.retryOf) == [tasks[3].id])
    #expect(forced.effects.tasks.requested[0].id != tasks[3].id)
  }

  @Test("A failed task is requested again under a name of its own, one that succeeded is not")
  func retried() throws {
    var world = try world()
    let first = world.handle(RunTasks(scope: .invoices(["I-1"]), kinds: [.sync]))
    let task = try #require(first.effects.tasks.requested.first)
    let failed = world.handle(ReportTask(taskId: task.id, status: .failed, message: "declined"))
    #expect(failed.outcome == .succeeded && failed.answer.tasks.map(\.status) == [.failed])
    #expect(failed.effects.tasks.reported.map(\.message) == ["declined"])
    let second = world.handle(RunTasks(scope: .invoices(["I-1"]), kinds: [.sync]))
    let retry = try #require(second.effects.tasks.requested.first)
    #expect(retry.retryOf == task.id && retry.id != task.id)
    #expect(world.handle(ReportTask(taskId: retry.id, status: .succeeded)).errors.isEmpty)
    let third = world.handle(RunTasks(scope: .invoices(["I-1"]), kinds: [.sync]))
    #expect(third.outcome == .failed && third.effects.isEmpty)
    #expect(codes(third) == ["TASK_ALREADY_REQUESTED /invoiceIds/0"])
    #expect(third.errors[0].message.contains("Succeeded"))
  }

  @Test("A repeated task that failed does not undo the one before it, which is under way or done")
  func failedRepetition() throws {
    var world = try world()
    world.facts.insert(Self.method("PM", isDefault: true))
    let charge = RunTasks(scope: .invoices(["I-1"]), kinds: [.charge])
    let first = try #require(world.handle(charge).answer.tasks.first)
    let repetition = RunTasks(scope: .invoices(["I-1"]), kinds: [.charge], again: true)
    let second = try #require(world.handle(repetition).answer.tasks.first)
    #expect(world.handle(ReportTask(taskId: second.id, status: .failed)).errors.isEmpty)
    let third = world.handle(charge)
    #expect(codes(third) == ["TASK_ALREADY_REQUESTED /invoiceIds/0"] && third.effects.isEmpty)
    #expect(third.errors.first?.source == RecordReference(.task, first.id))
    // A new one follows the latest of all.
    #expect(world.handle(repetition).answer.tasks.map(\.retryOf) == [second.id])
  }

  @Test("The same report again changes nothing, another one is refused, as is one on no task")
  func reports() throws {
    var world = try world()
    let requested = world.handle(RunTasks(scope: .invoices(["I-1"]), kinds: [.send]))
    let id = try #require(requested.answer.tasks.first?.id)
    let report = ReportTask(taskId: id, status: .succeeded, message: "sent")
    #expect(!world.handle(report).effects.isEmpty)
    let again = world.handle(report)
    #expect(again.outcome == .succeeded && again.effects.isEmpty)
    #expect(again.answer.tasks.map(\.status) == [.succeeded])
    for other in [
      ReportTask(taskId: id, status: .failed, message: "sent"),
      ReportTask(taskId: id, status: .succeeded, message: "twice"),
    ] {
      let refused = world.handle(other)
      #expect(codes(refused) == ["TASK_ALREADY_REPORTED /taskId"] && refused.effects.isEmpty)
    }
    let unknown = world.handle(ReportTask(taskId: "T", status: .failed))
    #expect(codes(unknown) == ["TASK_NOT_FOUND /taskId"])
    #expect(unknown.errorLogs.map(\.category) == [.invoiceTask])
  }

  @Test("Posted invoices only, and a Charge only of what is owed")
  func refused() throws {
    var world = try world()
    world.facts.insert(Self.method("PM", isDefault: true))
    try world.post("DRAFT", [(10, nil)]) { $0.status = .draft }
    try world.pay("P", 40, on: "I-2")
    let decision = world.handle(
      RunTasks(scope: .invoices(["DRAFT", "I-2", "NONE"]), kinds: [.charge, .sync]))
    #expect(
      codes(decision) == [
        "INVOICE_NOT_POSTED /invoiceIds/0", "NOTHING_TO_CHARGE /invoiceIds/1",
        "INVOICE_NOT_FOUND /invoiceIds/2",
      ])
    #expect(decision.outcome == .partiallySucceeded)
    #expect(decision.effects.tasks.requested.map(\.kind) == [.sync])
  }

  @Test("Charged is the invoice's own payment method, else the account's default, if usable today")
  func paymentMethod() throws {
    func charged(_ own: String?, _ methods: Record...) throws -> String? {
      var world = try CreditWorld()
      try world.post("I", [(100, nil)]) { $0.savedPaymentMethodId = own }
      for method in methods { world.facts.insert(method) }
      let decision = world.handle(RunTasks(scope: .invoices(["I"]), kinds: [.charge]))
      guard let task = decision.effects.tasks.requested.first else {
        return decision.errors.first?.code.rawValue
      }
      return task.savedPaymentMethodId?.text
    }
    let usual = Self.method("D", isDefault: true)
    #expect(try charged("O", Self.method("O"), usual) == "O")
    #expect(try charged(nil, Self.method("O"), usual) == "D")
    #expect(try charged("O", usual) == "D", "an identifier of the payment system's")
    #expect(try charged("O", Self.method("O", isActive: false), usual) == "D")
    #expect(try charged("O", Self.method("O", expiresOn: "2026-10"), usual) == "D")
    #expect(try charged("O", Self.method("O", expiresOn: "2026-11"), usual) == "O")
    #expect(try charged("O", Self.method("O", of: "B"), usual) == "D")
    #expect(try charged("O") == "PAYMENT_METHOD_MISSING")
    #expect(
      try charged(nil, Self.method("D", isDefault: true, expiresOn: "2026-10"))
        == "PAYMENT_METHOD_MISSING")
    #expect(try charged(nil, Self.method("O")) == "PAYMENT_METHOD_MISSING", "not the default")
  }

  @Test("A printed effect shows no token")
  func tokens() throws {
    var world = try world()
    world.facts.insert(Self.method("PM", isDefault: true))
    let decision = world.handle(RunTasks(scope: .invoices(["I-1"]), kinds: [.charge]))
    var dumped = ""
    dump(decision, to: &dumped)
    #expect(!"\(decision)".contains("tok_PM") && !dumped.contains("tok_PM"))
  }
}
