import Billing
import CivilTime
import Storage
import TestSupport
import Testing
import Web

@Suite("Filters in the address")
struct FilterTests {
  private static func check<Filter: ListFilter>(_ filter: Filter, _ route: WebRoute) {
    #expect(Filter(filter.query) == filter)
    // By way of the whole address, as a browser keeps it.
    let address = WebAddress(route, filter.query)
    #expect(WebAddress(target: address.text).map { Filter($0.query) } == filter)
    #expect(Filter.problems(filter.query).isEmpty)
  }

  @Test("A filter is what its address says, whatever is in it")
  func roundTrip() {
    var numbers = SeededGenerator(seed: 2)
    let texts = Samples.hostile.map(\.trimmed).filter { !$0.isEmpty }
    func text() -> String? {
      Bool.random(using: &numbers) ? texts.randomElement(using: &numbers) : nil
    }
    func place(_ count: Int) -> ListPlace? {
      guard Bool.random(using: &numbers) else { return nil }
      return ListPlace(
        (0..<count).map { _ in Samples.hostile.randomElement(using: &numbers) ?? "" })
    }
    for _ in 0..<500 {
      var requests = RequestFilter()
      requests.state = RequestFilter.State.allCases.randomElement(using: &numbers)
      (requests.type, requests.source, requests.code) = (text(), text(), text())
      requests.from = Bool.random(using: &numbers) ? CivilDate(iso8601: "2026-12-31") : nil
      (requests.text, requests.after) = (text(), place(3))
      Self.check(requests, .requests)
      var invoices = InvoiceFilter()
      (invoices.account, invoices.order, invoices.number) = (text(), text(), text())
      invoices.status = ShownStatus.allCases.randomElement(using: &numbers)
      invoices.after = place(3)
      Self.check(invoices, .invoices)
      var logs = ErrorLogFilter()
      (logs.account, logs.order, logs.code, logs.request) = (text(), text(), text(), text())
      logs.after = place(3)
      Self.check(logs, .errorLogs)
      var runs = RunFilter()
      runs.status = InvoiceRun.Status.allCases.randomElement(using: &numbers)
      runs.kind = InvoiceRun.Kind.allCases.randomElement(using: &numbers)
      (runs.scheduler, runs.after) = (text(), place(2))
      Self.check(runs, .runs)
      var dead = DeadLetterFilter()
      (dead.code, dead.queue, dead.type, dead.source) = (text(), text(), text(), text())
      dead.isInQueue = Bool.random(using: &numbers)
      (dead.older, dead.after) = (text(), place(dead.isInQueue ? 1 : 2))
      Self.check(dead, .deadLetters)
    }
  }

  @Test("A list of dead letters goes on after a row, a list of the queue after so many")
  func placesOfDeadLetters() throws {
    let place = DeadLetterPlace(
      parkedAt: UTCInstant(microsecondsSince1970: 1_795_000_000_000_001), id: "m*1")
    let row = StoredDeadLetter(
      of: OutboxMessage(
        id: place.id, exchange: "", routingKey: "", eventId: nil,
        properties: OutboxMessage.Properties(), body: [], createdAt: place.parkedAt),
      fingerprint: "f", queue: "", code: "", faults: "[]", attempts: 1, replayOf: nil)
    let next = DeadLetterFilter().after(row)
    #expect(next.place == place)
    #expect(DeadLetterFilter(next.query).place == place)
    #expect(DeadLetterFilter().place == nil && next.start == 0)
    let inQueue = DeadLetterFilter(WebQuery(reading: "in=queue&after=200"))
    #expect(inQueue.isInQueue && inQueue.start == 200 && inQueue.place == nil)
    for text in ["in=queue&after=-1", "in=queue&after=x", "after=200", "after=x*m", "in=elsewhere"]
    {
      let filter = DeadLetterFilter(WebQuery(reading: text))
      #expect(filter.start == 0 && filter.place == nil, "\(text)")
    }
  }

  @Test("What means nothing is left out, and said")
  func problems() {
    let query = WebQuery(reading: "state=broken&from=soon&after=x")
    #expect(RequestFilter(query) == RequestFilter())
    let problems = RequestFilter.problems(query)
    #expect(problems.count == 2 && problems[0].contains("“broken”"))
    #expect(InvoiceFilter.problems(WebQuery(reading: "status=Open")).count == 1)
    #expect(RunFilter.problems(WebQuery(reading: "status=x&kind=y")).count == 2)
  }

  @Test("A place that is no time is the beginning")
  func places() {
    var filter = RequestFilter()
    filter.after = ListPlace(["soon", "a", "b"])
    #expect(filter.place == nil)
    filter.after = ListPlace(["1000000", "id", "source"])
    #expect(filter.place?.completedAt == UTCInstant(microsecondsSince1970: 1_000_000))
    #expect(filter.place?.key == RequestKey(source: "source", identifier: "id"))
  }
}
