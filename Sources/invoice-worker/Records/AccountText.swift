import Billing
import CivilTime
import JSON
import Monetary
import Storage

/// An account for people, with what it has.
enum AccountText {
  static func table(_ view: AccountView) -> Table {
    let account = view.account
    var table = Table.ofValues("Account", account.id.text)
    table.append(values: [
      "Name": account.name,
      "Currency": account.currency.code,
      "Bill to": account.billToContact?.shown ?? "nobody yet",
      "Billing address": account.billingAddress.shown,
      "Shipping address": account.shippingAddress?.shown,
      "Payment term": account.paymentTermId?.text,
      "Legal entity": account.legalEntityId?.text,
      "Tax": account.isTaxExempt ? "exempt" : "",
      "Orders": listed(view.orders.map { "\($0.id) (\($0.orderNumber))" }),
      "Contracts": listed(view.contracts.map { "\($0.id) (\($0.name))" }),
      "Schedules": counts(view),
    ])
    for suspension in view.suspensions {
      let end = suspension.resumeDate.map { "until \($0)" } ?? "until it is resumed"
      table.append(["Suspended", "from \(suspension.suspendDate) \(end) (\(suspension.id))"])
    }
    return table
  }

  private static func listed(_ names: [String]) -> String {
    names.joined(separator: ", ") + (names.count == Queries.listed ? " and maybe more" : "")
  }

  private static func counts(_ view: AccountView) -> String {
    BillingScheduleStatus.allCases.compactMap { status in
      view.scheduleCounts[status].map { "\($0) \(status.rawValue)" }
    }.joined(separator: ", ")
  }

  static func json(_ view: AccountView) -> JSONTree {
    let account = view.account
    return .record([
      "accountId": .string(account.id.text), "name": .string(account.name),
      "currency": .string(account.currency.code),
      "billToContact": account.billToContact?.json ?? .null,
      "billingAddress": .address(account.billingAddress),
      "shippingAddress": .address(account.shippingAddress),
      "paymentTermId": .text(account.paymentTermId), "legalEntityId": .text(account.legalEntityId),
      "taxExempt": .bool(account.isTaxExempt),
      "orderIds": .array(view.orders.map { .string($0.id.text) }),
      "billingContractIds": .array(view.contracts.map { .string($0.id.text) }),
      "schedules": .object(
        BillingScheduleStatus.allCases.map {
          JSONTree.Member(name: $0.rawValue, value: .integer(view.scheduleCounts[$0] ?? 0))
        }),
      "suspensions": .array(
        view.suspensions.map {
          .record([
            "suspensionId": .string($0.id.text), "suspendDate": .text($0.suspendDate),
            "resumeDate": .text($0.resumeDate),
          ])
        }),
      "paymentMethods": .array(view.paymentMethods.map(PaymentMethodText.json)),
      "balances": AccountBalanceText.json(view.balances),
      "openItems": AccountBalanceText.json(view.openItems),
    ])
  }
}

extension BillToContact {
  fileprivate var shown: String {
    switch self {
    case .contact(let id): "contact \(id)"
    case .named(let name, let email): [name, email].compactMap(\.self).joined(separator: ", ")
    }
  }

  fileprivate var json: JSONTree {
    switch self {
    case .contact(let id): .record(["contactId": .string(id.text)])
    case .named(let name, let email): .record(["name": .string(name), "email": .text(email)])
    }
  }
}

extension Address {
  /// In one line.
  var shown: String {
    [street, "\(postalCode) \(city)", state, country].compactMap(\.self).joined(separator: ", ")
  }
}
