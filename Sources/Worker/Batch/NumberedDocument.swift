import Billing
import CivilTime
import Storage

/// A document that gets its number with its batch: an invoice that is posted, or a credit memo.
struct NumberedDocument {
  enum Identifier: Hashable {
    case invoice(Invoice.ID)
    case creditMemo(CreditMemo.ID)
  }

  let id: Identifier
  /// nil for the built-in one of its kind.
  let policy: SequencePolicy?
  /// The invoice's date or the memo's: it decides the year in the number.
  let date: CivilDate
  let legalEntityId: LegalEntity.ID?
  /// What its number is unique among.
  let scope: NumberScope

  var target: SequencePolicy.Target {
    switch id {
    case .invoice: .invoice
    case .creditMemo: .creditMemo
    }
  }

  var sequence: NumberSequence { policy.map { .policy($0.id) } ?? .builtIn(target) }

  func number(_ value: Int64) -> String {
    if let policy { return policy.number(value, invoiceDate: date) }
    return switch id {
    case .invoice: InvoiceNumber.format(sequenceValue: value, invoiceDate: date)
    case .creditMemo: CreditMemoNumber.format(sequenceValue: value, creditDate: date)
    }
  }

  func issuing(_ value: Int64) -> NumberInScope {
    NumberInScope(number: number(value), scope: scope)
  }

  func request(_ count: Int) -> NumbersWanted {
    NumbersWanted(sequence, startValue: policy?.startValue ?? 1, count: count)
  }

  init(_ invoice: Invoice, by policy: SequencePolicy?) {
    id = .invoice(invoice.id)
    self.policy = policy
    date = invoice.invoiceDate
    legalEntityId = invoice.legalEntityId
    scope = invoice.numberScope
  }

  init(_ memo: CreditMemo, by policy: SequencePolicy?) {
    id = .creditMemo(memo.id)
    self.policy = policy
    date = memo.creditDate
    legalEntityId = memo.legalEntityId
    scope = memo.numberScope
  }

  /// What of a decision is numbered, in the order in which it is: the invoices made, the drafts posted, the memos
  /// (<doc:Numbering>).
  static func all(of invoices: InvoiceEffects, _ ledger: LedgerEffects) -> [NumberedDocument] {
    var documents: [NumberedDocument] = []
    // By their places: an invoice is large.
    for index in invoices.made.indices
    // One that is ingested as posted brings its number: a value taken for it would leave a gap.
    where invoices.made[index].status == .posted
      && invoices.made[index].creationMode == .generated
    {
      let policy = invoices.sequencePolicies[invoices.made[index].id]
      documents.append(Self(invoices.made[index], by: policy))
    }
    // A draft from outside may have brought one.
    for change in invoices.changed
    where change.acts.contains(.posted) && change.invoice.number == nil {
      documents.append(
        Self(change.invoice, by: invoices.sequencePolicies[change.invoice.id]))
    }
    for memo in ledger.creditMemos {
      documents.append(Self(memo, by: ledger.sequencePolicies[memo.id]))
    }
    return documents
  }
}
