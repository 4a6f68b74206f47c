import Billing
import Messages
import Testing

@Suite("Requests about tasks")
struct TaskDecodingTests {
  private func decode(_ type: String, _ data: String) -> Intake {
    RequestDecoder.decode(Requests.plain(data, type: type))
  }

  private func request(_ intake: Intake) -> AnyHashable? {
    guard case .request(let identified) = intake else { return nil }
    return AnyHashable(identified.request)
  }

  @Test("Of invoices, or of a run's")
  func runTasks() {
    #expect(
      request(
        decode(
          "invoice.run-tasks.v1", #"{"invoiceIds": ["I-2", "I-1"], "tasks": ["Send", "Charge"]}"#))
        == AnyHashable(RunTasks(scope: .invoices(["I-2", "I-1"]), kinds: [.send, .charge])))
    #expect(
      request(
        decode(
          "invoice.run-tasks.v1", #"{"invoiceRunId": "RUN", "tasks": ["Sync"], "again": true}"#))
        == AnyHashable(RunTasks(scope: .run("RUN"), kinds: [.sync], again: true)))
  }

  @Test(
    "What is wrong is named",
    arguments: [
      (#""tasks": ["Send"]"#, ["/invoiceIds", "/invoiceRunId"]),
      (
        #""invoiceIds": ["I"], "invoiceRunId": "R", "tasks": ["Send"]"#,
        ["/invoiceIds", "/invoiceRunId"]
      ),
      (#""invoiceIds": ["I"]"#, ["/tasks"]),
      (#""invoiceIds": ["I"], "tasks": []"#, ["/tasks"]),
      (#""invoiceIds": ["I"], "tasks": ["Send", "Send"]"#, ["/tasks/1"]),
      (#""invoiceIds": ["I", "I"], "tasks": ["Send"]"#, ["/invoiceIds/1"]),
      (#""invoiceIds": ["I"], "tasks": ["Print"]"#, ["/tasks/0"]),
    ])
  func faults(members: String, pointers: [String]) {
    #expect(
      decode("invoice.run-tasks.v1", "{\(members)}").places
        == pointers.map { "REQUEST_INVALID \($0)" })
  }

  @Test("A report says what became of a task")
  func reportTask() {
    #expect(
      request(
        decode(
          "invoice.report-task.v1", #"{"taskId": "T", "status": "Failed", "message": "declined"}"#))
        == AnyHashable(ReportTask(taskId: "T", status: .failed, message: "declined")))
    #expect(
      decode("invoice.report-task.v1", #"{"taskId": "T", "status": "Requested"}"#).places
        == ["REQUEST_INVALID /status"])
  }
}
