import JSON

/// A request about what follows a draft, one for each account of a workload.
struct LifecycleStep {
  /// The body for an account, with what the completions before named of it.
  typealias Body = @Sendable (_ account: Int, _ names: LifecycleNames, inout JSONWriter) -> Void

  let type: String
  /// Whether its rate is compared; one that only prepares is not.
  var isMeasured = true
  let body: Body
}

/// The records of an account that later requests name, by the identifiers that completions gave them.
struct LifecycleNames {
  /// The posted invoice that stays.
  var paid = ""
  /// The invoice that was made last.
  var latest = ""
  var application = ""
  var creditMemo = ""
  /// An invoice with a negative line.
  var negative = ""
}

extension LifecycleStep {
  private static let day = "2026-01-05"

  /// In an order in which each finds what it needs: the draft of a month updated and canceled, made again, posted and voided;
  /// then a payment and a memo from their making to their end, on an invoice that stays.
  static func all(lines: Int) -> [LifecycleStep] {
    drafts + payments + memos(lines: lines) + [
      LifecycleStep(type: "invoice.write-off.v1") { _, names, body in
        body.array("invoices") { body in
          body.object {
            $0.text("invoiceId", names.paid)
            $0.text("reasonCode", "BadDebt")
            $0.text("amount", "1.00")
          }
        }
      },
      LifecycleStep(type: "invoice.convert-to-credit.v1") { _, names, body in
        body.text("invoiceId", names.negative)
      },
    ]
  }

  /// An invoice of a month that no invoice holds.
  static func generation(until targetDate: String, _ action: String) -> LifecycleStep {
    LifecycleStep(type: "invoice.generate.v1", isMeasured: false) { account, _, body in
      body.text("accountId", "A-\(account)")
      body.text("targetDate", targetDate)
      body.text("invoiceDate", "2026-01-01")
      body.text("action", action)
    }
  }

  private static var drafts: [LifecycleStep] {
    let draft = generation(until: "2026-02-02", "Draft")
    return [
      draft,
      LifecycleStep(type: "invoice.update.v1") { _, names, body in
        body.text("invoiceId", names.latest)
        body.key("set")
        body.object { $0.text("purchaseOrderNumber", "PO-4711") }
      },
      LifecycleStep(type: "invoice.cancel.v1") { _, names, body in
        body.texts("invoiceIds", names.latest)
      },
      draft,
      LifecycleStep(type: "invoice.post.v1") { _, names, body in
        body.texts("invoiceIds", names.latest)
      },
      LifecycleStep(type: "invoice.void.v1") { _, names, body in
        body.texts("invoiceIds", names.latest)
      },
    ]
  }

  private static var payments: [LifecycleStep] {
    [
      LifecycleStep(type: "payment.record.v1") { account, _, body in
        body.key("payment")
        body.object {
          $0.text("paymentId", "P-\(account)")
          $0.text("accountId", "A-\(account)")
          $0.text("currency", "EUR")
          $0.text("amount", "20.00")
          $0.text("receivedDate", day)
        }
      },
      LifecycleStep(type: "payment.apply.v1") { account, names, body in
        body.text("paymentId", "P-\(account)")
        body.application(of: "10.00", to: names.paid)
      },
      LifecycleStep(type: "payment.unapply.v1") { _, names, body in
        body.texts("applicationIds", names.application)
      },
      LifecycleStep(type: "payment.refund.v1") { account, _, body in
        body.text("refundId", "R-\(account)")
        body.text("paymentId", "P-\(account)")
        body.text("amount", "5.00")
        body.text("refundDate", day)
      },
      LifecycleStep(type: "payment.reverse.v1") { account, _, body in
        body.text("reversalId", "B-\(account)")
        body.text("paymentId", "P-\(account)")
        body.text("reversalDate", day)
        body.text("reason", "Chargeback")
      },
    ]
  }

  private static func memos(lines: Int) -> [LifecycleStep] {
    [
      LifecycleStep(type: "credit-memo.create.v1") { account, _, body in
        body.key("creditMemo")
        body.object { memo in
          memo.text("accountId", "A-\(account)")
          memo.text("currency", "EUR")
          memo.text("creditDate", day)
          memo.array("lines") { body in
            for line in 0..<lines {
              body.object {
                $0.text("name", "Goodwill \(line)")
                $0.text("amount", "4.00")
              }
            }
          }
        }
      },
      LifecycleStep(type: "credit-memo.apply.v1") { _, names, body in
        body.text("creditMemoId", names.creditMemo)
        body.application(of: "4.00", to: names.paid)
      },
      LifecycleStep(type: "credit-memo.unapply.v1") { _, names, body in
        body.texts("applicationIds", names.application)
      },
      LifecycleStep(type: "credit-memo.void.v1") { _, names, body in
        body.text("creditMemoId", names.creditMemo)
      },
    ]
  }
}

extension JSONWriter {
  fileprivate mutating func text(_ name: String, _ value: String) {
    key(name)
    string(value)
  }

  /// A list of one.
  fileprivate mutating func texts(_ name: String, _ value: String) {
    array(name) { $0.string(value) }
  }

  fileprivate mutating func array(_ name: String, _ content: (inout JSONWriter) -> Void) {
    key(name)
    beginArray()
    content(&self)
    endArray()
  }

  mutating func object(_ content: (inout JSONWriter) -> Void) {
    beginObject()
    content(&self)
    endObject()
  }

  fileprivate mutating func application(of amount: String, to invoice: String) {
    array("applications") { body in
      body.object {
        $0.text("invoiceId", invoice)
        $0.text("amount", amount)
      }
    }
  }
}
