internal import Billing
internal import CivilTime

/// What a run goes over, asked page by page in order of identifier: no offset, no list that is kept.
struct RunSelection {
  let run: InvoiceRun
  let database: any Database

  struct Candidate {
    let id: String
    let weight: Int
  }

  /// The first of the identifiers after `after` and up to `last`, at most `limit`; `after` itself where it is included.
  func candidates(
    after: String, including isIncluded: Bool = false, through last: String? = nil, limit: Int
  ) throws(StoreError) -> [Candidate] {
    let id = Self.idColumn(of: run.kind)
    let range: SQL =
      if let last {
        isIncluded
          ? "\(id) >= \(after) AND \(id) <= \(last)" : "\(id) > \(after) AND \(id) <= \(last)"
      } else {
        "\(id) > \(after)"
      }
    return try database.rows(statement(in: range, limit: limit)) { row throws(StoreError) in
      Candidate(id: try row.text(), weight: try row.int())
    }
  }

  /// What a chunk goes over, at most as much as a chunk holds; with the first and the last of the rest.
  func items(of chunk: RunChunk) throws(StoreError) -> (items: RunItems, rest: RunItems?) {
    let limits = RunPage.Limits(of: run.kind)
    let found = try candidates(
      after: chunk.first, including: true, through: chunk.last, limit: limits.things + 1)
    var page = RunPage(limits, room: 1)
    var fitting: [String] = []
    var rest: String?
    for candidate in found {
      guard page.add(candidate.id, weighing: candidate.weight) else {
        rest = candidate.id
        break
      }
      fitting.append(candidate.id)
    }
    return (run.kind.items(fitting), rest.map { run.kind.items([$0, chunk.last]) })
  }

  private static func idColumn(of kind: InvoiceRun.Kind) -> SQL {
    switch kind {
    case .generate, .preview: "account_id"
    case .post, .cancel, .email, .tasks: "id"
    case .recover: "billing_schedule_id"
    }
  }

  private func statement(in range: SQL, limit: Int) throws(StoreError) -> SQL {
    switch run.kind {
    case .generate, .preview:
      guard let terms = run.terms else {
        throw StoreError(.fault, "the run \(run.id) bills accounts and has no target date")
      }
      return """
        SELECT account_id, count(*) FROM billing_schedule\(where: dueConditions(terms) + [range])
        GROUP BY account_id ORDER BY account_id LIMIT \(limit)
        """
    case .post, .cancel, .email, .tasks:
      return """
        SELECT id, 1 FROM invoice WHERE invoice_run_id = \(try parent) AND \(range)
        ORDER BY id LIMIT \(limit)
        """
    case .recover:
      return """
        SELECT billing_schedule_id, 1 FROM invoice_run_failed_schedule
        WHERE run_id = \(try parent) AND \(range)
        ORDER BY billing_schedule_id LIMIT \(limit)
        """
    }
  }

  private var parent: InvoiceRun.ID {
    get throws(StoreError) {
      guard let id = run.parentRunId else {
        throw StoreError(.fault, "the run \(run.id) goes over another and names none")
      }
      return id
    }
  }

  /// Never narrower than what is billed: the criteria that follow from several records are left to planning. The status is
  /// written out, as the index has it. Schedules without a next date may have late usage.
  private func dueConditions(_ terms: RunTerms) -> [SQL?] {
    let criteria = run.criteria
    let excluded = criteria.excludedAccountIds
    return [
      "status = 'ReadyForInvoicing'",
      "(next_billing_date <= \(terms.lastDueDay) OR next_billing_date IS NULL)",
      criteria.accountIds.map { "account_id \(anyOf: $0)" },
      excluded.isEmpty ? nil : "NOT (account_id \(anyOf: excluded))",
      criteria.currencies.map { "currency \(anyOf: $0)" },
      criteria.matchingValues.map { "run_matching_value \(anyOf: $0)" },
      criteria.chargeTypes.map { types in
        """
        CASE WHEN billing_method IN ('Usage', 'Milestone') THEN billing_method
          WHEN billing_term_unit = 'OneTime' THEN 'OneTime'
          ELSE 'Recurring' END \(anyOf: types.map(\.rawValue))
        """
      },
      run.retryOf.map { earlier in
        """
        account_id IN (
          SELECT account_id FROM invoice_run_error
          WHERE run_id = \(earlier) AND account_id IS NOT NULL
        )
        """
      },
    ]
  }
}
