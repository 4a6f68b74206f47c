import CivilTime
import Monetary

/// Something that moved an invoice's balance.
struct Movement {
  let date: CivilDate
  let kind: ExplainedBalance.Kind
  /// What it is, or what it takes back.
  let origin: ExplainedBalance.Kind
  let source: RecordReference?
  let number: String?
  let applicationId: Application.ID?
  let amount: Money
  let sentence: String

  /// What is payable, then by date; of one day conversions first, for what they free is applied at once.
  static func all(of ledger: InvoiceLedger) -> [Movement] {
    let later =
      ledger.conversions.map { conversion($0) }
      + ledger.applications.map { application($0, ledger) }
      + ledger.conversions.compactMap { takenBack($0) }
    let sorted = later.enumerated().sorted {
      ($0.element.date, $0.offset) < ($1.element.date, $1.offset)
    }
    return [payable(ledger.invoice)] + sorted.map(\.element)
  }

  private static func payable(_ invoice: Invoice) -> Movement {
    Movement(
      date: invoice.bookDate ?? invoice.invoiceDate, kind: .payable, origin: .payable, source: nil,
      number: nil, applicationId: nil, amount: invoice.receivable, sentence: "payable")
  }

  private static func conversion(_ memo: CreditMemo) -> Movement {
    Movement(
      date: memo.bookDate, kind: .conversion, origin: .conversion,
      source: RecordReference(.creditMemo, memo.id), number: memo.number, applicationId: nil,
      amount: memo.credited, sentence: "negative lines made into \(name(memo))")
  }

  private static func takenBack(_ memo: CreditMemo) -> Movement? {
    guard memo.status == .voided else { return nil }
    return Movement(
      date: memo.voidedDate ?? memo.bookDate, kind: .takenBack, origin: .conversion,
      source: RecordReference(.creditMemo, memo.id), number: memo.number, applicationId: nil,
      amount: memo.credited.negated, sentence: "conversion taken back: \(name(memo)) voided")
  }

  private static func application(_ row: Application, _ ledger: InvoiceLedger) -> Movement {
    let origin: ExplainedBalance.Kind
    var sentence: String
    var number: String?
    switch row.source {
    case .payment(let id):
      origin = .payment
      sentence = "payment \(id)"
      if let payment = ledger.payments[id] {
        sentence += ", received \(payment.receivedDate)"
        if let reference = payment.reference { sentence += ", \(reference)" }
      }
    case .creditMemo(let id):
      let memo = ledger.creditMemos[id]
      number = memo?.number
      let name = memo.map(name) ?? "credit memo \(id)"
      switch memo?.sourceAction {
      case .writeOffPostedInvoice?:
        origin = .writeOff
        sentence = "written off by \(name)"
      case .voidPostedInvoice?:
        origin = .void
        sentence = "voided by \(name)"
      default:
        origin = .creditMemo
        sentence = name
      }
    }
    let isTakenBack = row.takesBack != nil
    return Movement(
      date: row.effectiveDate, kind: isTakenBack ? .takenBack : origin, origin: origin,
      source: row.source.record, number: number, applicationId: row.id,
      amount: isTakenBack ? row.amount : row.amount.negated,
      sentence: isTakenBack ? "taken back: \(sentence)" : sentence)
  }

  private static func name(_ memo: CreditMemo) -> String {
    "credit memo \(memo.number ?? memo.id.text)"
  }
}
