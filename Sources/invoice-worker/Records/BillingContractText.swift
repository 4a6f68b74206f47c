import Billing
import CivilTime
import JSON
import Storage

/// A billing contract for people, with its cycles.
enum BillingContractText {
  static func text(_ view: ContractView, width: Int?) -> String {
    let contract = view.contract
    var head = Table.ofValues("Contract", contract.id.text)
    let tasks = PostInvoicingTask.allCases.filter(contract.automation.contains)
    head.append(values: [
      "Name": contract.name,
      "Account": contract.accountId.text,
      "Type": contract.contractType,
      "Billing policy": contract.billingPolicy,
      "One-time charges": contract.invoicesOneTimeImmediately
        ? "at once, regardless of the date" : "",
      "After invoicing": tasks.map(\.rawValue).joined(separator: ", "),
    ])
    return head.text(width: width) + "\n" + cycles(view).text(width: width)
  }

  private static func cycles(_ view: ContractView) -> Table {
    var table = Table([
      .init("Cycle from"), .init("Through", drop: 1), .init("State", wraps: true),
      .init("Schedules", drop: 2, wraps: true),
    ])
    for (period, schedules) in open(view) {
      let due = schedules.compactMap { $0.progress?.nextBillingDate }.min()
      table.append([
        period.from.description, period.lastDay.description,
        "open" + (due.map { ", due \($0)" } ?? ""),
        schedules.map(\.id.text).joined(separator: " "),
      ])
    }
    for cycle in view.invoiced {
      table.append([
        cycle.period.from.description, cycle.period.lastDay.description,
        "on " + cycle.invoice.shown, "",
      ])
    }
    return table
  }

  /// The next period of each schedule, those that share one together, the earliest last, as the invoiced ones go on.
  private static func open(
    _ view: ContractView
  ) -> [(period: CivilPeriod, schedules: [BillingSchedule])] {
    var byPeriod: [CivilPeriod: [BillingSchedule]] = [:]
    for schedule in view.open {
      if let period = schedule.nextPeriod { byPeriod[period, default: []].append(schedule) }
    }
    return byPeriod.map { (period: $0.key, schedules: $0.value) }
      .sorted { ($0.period.from, $0.period.to) > ($1.period.from, $1.period.to) }
  }

  static func json(_ view: ContractView) -> JSONTree {
    let contract = view.contract
    return .record([
      "billingContractId": .string(contract.id.text),
      "accountId": .string(contract.accountId.text), "name": .string(contract.name),
      "contractType": .text(contract.contractType), "billingPolicy": .text(contract.billingPolicy),
      "invoiceOneTimeImmediately": .bool(contract.invoicesOneTimeImmediately),
      "automation": .array(
        PostInvoicingTask.allCases.filter(contract.automation.contains).map {
          .string($0.rawValue)
        }),
      "openCycles": .array(
        open(view).map { period, schedules in
          .record([
            "startDate": .text(period.from), "endDate": .text(period.lastDay),
            "billingScheduleIds": .array(schedules.map { .string($0.id.text) }),
          ])
        }),
      "invoicedCycles": .array(
        view.invoiced.map {
          .record([
            "startDate": .text($0.period.from), "endDate": .text($0.period.lastDay),
            "invoice": $0.invoice.json,
          ])
        }),
    ])
  }
}
