import Monetary

/// The lines of a credit memo on their way in: what they credit, how they are taxed, what is wrong with them.
///
/// First every line is checked by itself, then tax is found for all of them together, because a calculated tax is rounded once
/// on the document; at last each line of an invoice is held against what is left of that line's tax.
struct CreditLinesInProgress {
  let request: CreateCreditMemo
  let account: Account
  let settling: Settling
  var faults = BoundedFaults(.errors)
  /// Of each invoice what is credited of its lines by stored memos and by lines that are made here, by index.
  var credited: [Invoice.ID: [Int: CreditedLine]] = [:]
  /// What lines checked so far ask for of a line.
  var asked: [CreditMemoLine.Source: Money] = [:]
  var documents: [Invoice.ID: TaxableDocument] = [:]
  var lineNames: [Invoice.ID: LineNames] = [:]
  /// What the calculated taxes are from.
  var taxSource = DocumentTaxes.Source.here

  /// A line that is right by itself.
  struct Checked {
    let index: Int
    let amount: Money
    let basis: Basis
    let strategy: CreditMemoLine.TaxStrategy
    /// Of `ManualOverride`.
    let tax: Money
  }

  enum Basis {
    case standAlone(TaxTreatment?)
    case line(Invoice, index: Int)
  }

  init(of request: CreateCreditMemo, account: Account, settling: Settling) {
    self.request = request
    self.account = account
    self.settling = settling
  }

  var currency: Currency { request.currency }

  /// The invoices whose lines are credited, without repeats.
  var creditedInvoices: Set<Invoice.ID> { Set(request.lines.compactMap(\.invoiceLine?.invoiceId)) }

  /// The lines to store; nil when there are faults.
  mutating func lines(on memo: CreditMemo.ID, in context: PlanningContext) -> [CreditMemoLine]? {
    var checked: [Checked] = []
    for index in request.lines.indices {
      do throws(Fault) {
        checked.append(try check(index))
      } catch {
        faults.append(error)
      }
    }
    guard faults.isEmpty else { return nil }
    let calculated = calculatedTaxes(of: checked, on: memo, in: context)
    guard faults.isEmpty else { return nil }
    var lines: [CreditMemoLine] = []
    for line in checked {
      do throws(Fault) {
        lines.append(try made(line, calculated[line.index] ?? [], on: memo))
      } catch {
        faults.append(error)
      }
    }
    return faults.isEmpty ? lines : nil
  }

  /// Who issues the memo: of lines of an invoice its legal entity; else the one given, the account's, the default one.
  mutating func legalEntity(facts: WorkingSet) -> LegalEntity.ID? {
    let given = request.legalEntityId
    if let given, facts.legalEntities[given] == nil {
      faults.append(
        .unknown(
          RecordReference(.legalEntity, given), .recordReferenceNotFound,
          at: "/creditMemo/legalEntityId"))
    }
    var found: (id: LegalEntity.ID?, invoice: Invoice)?
    for (index, line) in request.lines.enumerated() {
      guard let invoice = line.invoiceLine.flatMap({ settling.invoice($0.invoiceId) }) else {
        continue
      }
      guard let first = found else {
        found = (invoice.legalEntityId, invoice)
        continue
      }
      guard first.id != invoice.legalEntityId else { continue }
      faults.append(
        Fault(
          code: .requestInvalid,
          message: "Invoice \(invoice.name) is of \(Self.name(invoice.legalEntityId)), invoice "
            + "\(first.invoice.name) of \(Self.name(first.id)). A memo has one issuer: send a memo "
            + "for each.", pointer: "/creditMemo/lines/\(index)/invoiceId",
          source: RecordReference(.invoice, invoice.id)))
    }
    guard let found else {
      return given ?? account.legalEntityId ?? facts.defaultLegalEntities.min()
    }
    if let given, given != found.id {
      faults.append(
        Fault(
          code: .requestInvalid,
          message:
            "The memo credits invoice \(found.invoice.name) of \(Self.name(found.id)), which "
            + "issues it, too. Leave legalEntityId out.",
          pointer: "/creditMemo/legalEntityId",
          source: RecordReference(.invoice, found.invoice.id)))
    }
    return found.id
  }

  private static func name(_ id: LegalEntity.ID?) -> String {
    id.map { "legal entity \($0)" } ?? "no legal entity"
  }

  static func pointer(_ index: Int, _ member: String) -> String {
    "/creditMemo/lines/\(index)/\(member)"
  }
}
