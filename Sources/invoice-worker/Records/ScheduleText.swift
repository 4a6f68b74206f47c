import Billing
import CivilTime
import JSON
import Monetary
import Storage

/// Billing schedules for people, with what the worker keeps of them.
enum ScheduleText {
  /// A line for each, and under it why it is passed over: in a narrow terminal that is what must not be missing.
  static func list(_ views: [ScheduleView], today: CivilDate) -> Table {
    var table = Table([
      .init("Schedule", wraps: true), .init("Product", drop: 4, wraps: true),
      .init("Account", drop: 5), .init("Status", drop: 1), .init("Next billing", drop: 2),
      .init("Billed", isNumber: true, drop: 6), .init("Pending", isNumber: true, drop: 7),
      .init("Last invoice", drop: 3),
    ])
    for view in views {
      let schedule = view.schedule
      table.append([
        schedule.id.text, schedule.productName, schedule.accountId.text,
        schedule.progress?.status.rawValue ?? "",
        schedule.progress?.nextBillingDate?.description ?? "",
        schedule.progress?.billedAmount.decimalText ?? "",
        schedule.progress?.pendingAmount?.decimalText ?? "",
        view.lastInvoice?.shown ?? "",
      ])
      // Its status says that nothing is left to bill.
      let isDone = schedule.progress?.status == .completelyBilled && view.suspensions.isEmpty
      let reason =
        view.openError.map { "\($0.number) \($0.code.rawValue)" }
        ?? (isDone ? nil : reasons(view, today: today).first)
      if let reason { table.append(note: "passed over: \(reason)", under: 1) }
    }
    return table
  }

  static func whole(_ view: ScheduleView, today: CivilDate) -> Table {
    let schedule = view.schedule
    let progress = schedule.progress
    let unit = schedule.unitOfMeasure.map { " \($0)" } ?? ""
    let next = schedule.nextPeriod.map { "\($0.from) to \($0.lastDay)" }
    func price(_ price: ExactDecimal) -> String {
      progress.map { PriceText.text(price, $0.billedAmount.currency) } ?? price.description
    }
    var table = Table.ofValues("Schedule", schedule.id.text)
    table.append(values: [
      "Product": schedule.productName,
      "Account": schedule.accountId.text,
      "Order": schedule.orderId?.text,
      "Contract": schedule.billingContractId?.text,
      "Group": schedule.billingScheduleGroupId?.text,
      "Category": schedule.category.rawValue,
      "Billed": billing(schedule),
      "From": schedule.startDate.description,
      "Through": schedule.endDate?.description,
      "Canceled from": schedule.cancellationDate?.description,
      "Milestone": schedule.milestoneDate?.description,
      "Quantity": schedule.quantity.description + unit,
      "Price": price(schedule.unitPrice),
      "Amount a period": price(schedule.billingPeriodAmount),
      "Included": schedule.includedQuantity?.description,
      "Status": progress?.status.rawValue,
      "Next billing date": progress?.nextBillingDate?.description,
      "Next period": next,
      "Billed amount": progress?.billedAmount.description,
      "Pending amount": progress?.pendingAmount?.description,
      "Last invoice": view.lastInvoice?.shown,
    ])
    for reason in reasons(view, today: today) { table.append(["Passed over because", reason]) }
    return table
  }

  /// Why the schedule is, or will be, passed over; the nearest reason first.
  static func reasons(_ view: ScheduleView, today: CivilDate) -> [String] {
    var reasons: [String] = []
    let progress = view.schedule.progress
    switch progress?.status {
    case .error?:
      let log = view.openError.map { "\($0.number), \($0.code.rawValue): \($0.message)" }
      reasons.append(
        "it is in Error\(log.map { " (\($0))" } ?? ""); when that is resolved, send billing-schedule.recover.v1 for it"
      )
    case .waitingForMilestone?: reasons.append("it waits for its milestoneDate")
    case .completelyBilled?:
      reasons.append(
        progress?.isCompletedByCancellation == true
          ? "it is canceled, and billed up to its cancellation" : "nothing is left to bill")
    case .readyForInvoicing?, nil: break
    }
    for suspension in view.suspensions {
      let end = suspension.resumeDate.map { "until \($0)" } ?? "until it is resumed"
      let tense = suspension.suspendDate <= today ? "is" : "will be"
      reasons.append(
        "\(suspension.target.shown) \(tense) suspended from \(suspension.suspendDate) \(end) (\(suspension.id))"
      )
    }
    return reasons
  }

  private static func billing(_ schedule: BillingSchedule) -> String {
    guard schedule.billingTermUnit != .oneTime else {
      return "once, \(schedule.billingMethod.rawValue)"
    }
    let term =
      schedule.billingTerm == 1
      ? "each \(schedule.billingTermUnit.rawValue)"
      : "every \(schedule.billingTerm) of \(schedule.billingTermUnit.rawValue)"
    return "\(term), \(schedule.billingType.rawValue), \(schedule.billingMethod.rawValue)"
  }

  static func json(_ view: ScheduleView, today: CivilDate) -> JSONTree {
    let schedule = view.schedule
    let progress = schedule.progress
    return .record([
      "billingScheduleId": .string(schedule.id.text), "accountId": .string(schedule.accountId.text),
      "orderId": .text(schedule.orderId), "billingContractId": .text(schedule.billingContractId),
      "billingScheduleGroupId": .text(schedule.billingScheduleGroupId),
      "productName": .string(schedule.productName), "category": .string(schedule.category.rawValue),
      "billingMethod": .string(schedule.billingMethod.rawValue),
      "billingType": .string(schedule.billingType.rawValue),
      "billingTermUnit": .string(schedule.billingTermUnit.rawValue),
      "billingTerm": .integer(schedule.billingTerm), "startDate": .text(schedule.startDate),
      "endDate": .text(schedule.endDate), "cancellationDate": .text(schedule.cancellationDate),
      "milestoneDate": .text(schedule.milestoneDate), "quantity": .text(schedule.quantity),
      "unitOfMeasure": .text(schedule.unitOfMeasure), "unitPrice": .text(schedule.unitPrice),
      "billingPeriodAmount": .text(schedule.billingPeriodAmount),
      "currency": .text(progress?.billedAmount.currency),
      "status": .text(progress?.status.rawValue),
      "nextBillingDate": .text(progress?.nextBillingDate),
      "nextChargeFromDate": .text(progress?.nextChargeFromDate),
      "billedAmount": .text(progress?.billedAmount.decimalText),
      "pendingAmount": .text(progress?.pendingAmount?.decimalText),
      "lastInvoice": view.lastInvoice.map(\.json) ?? .null,
      "errorLogNumber": .text(view.openError?.number),
      "passedOverBecause": .array(reasons(view, today: today).map { .string($0) }),
    ])
  }
}

extension InvoiceName {
  /// The number, or for a draft that it is one.
  var shown: String { number ?? "draft \(id)" }

  var json: JSONTree {
    .record([
      "invoiceId": .string(id.text), "invoiceNumber": .text(number),
      "status": .string(status.rawValue),
    ])
  }
}

extension BillingSuspension.Target {
  fileprivate var shown: String {
    switch self {
    case .account(let id): "its account \(id)"
    case .billingScheduleGroup(let id): "the group \(id)"
    case .billingSchedule: "it"
    }
  }
}
