import Billing
import JSON
import Monetary
import Storage
import TestSupport
import TestWorker
import Testing

/// What the version before has stored goes on: its drafts are posted, its invoices are paid and voided.
@Suite struct UpgradeTests {
  /// Two schedules of one account, January of each being invoiced: one on a posted invoice, one on a draft.
  private static let stored = """
    INSERT INTO account (id, name, currency, bill_to_name, billing_street, billing_city,
      billing_postal_code, billing_country, is_tax_exempt)
    VALUES ('A', 'Old', 'USD', 'Ann', 'S', 'C', '1', 'NO', FALSE);
    INSERT INTO billing_schedule (id, account_id, product_name, category, billing_method,
      billing_type, billing_term_unit, billing_term, start_date, quantity, unit_price,
      billing_period_amount, period_boundary, are_partial_periods_allowed, status,
      next_billing_date, next_charge_from_date, currency, billed_amount, has_lines,
      is_completed_by_cancellation)
    SELECT id, 'A', 'P', 'Original', 'Evergreen', 'Advance', 'Month', 1, '2026-01-01', '1',
      '100.00', '100.00', 'Anniversary', FALSE, 'ReadyForInvoicing', '2026-02-01', '2026-02-01',
      'USD', '100.00', TRUE, FALSE
    FROM (SELECT 'S-posted' AS id UNION ALL SELECT 'S-draft') AS schedules;
    INSERT INTO invoice (id, invoice_number, status, creation_mode, account_id, currency,
      invoice_date, due_date, posted_date, bill_to_name, grouping_key, billing_street, billing_city,
      billing_postal_code, billing_country, total_amount, total_tax_amount, total_amount_with_tax,
      balance, settlement_status, request_source, request_identifier)
    VALUES ('I-posted', 'INV-2026-000001', 'Posted', 'Generated', 'A', 'USD', '2026-01-01',
      '2026-01-01', '2026-01-01', 'Ann', 'A', 'S', 'C', '1', 'NO', '100.00', '0.00', '100.00',
      '100.00', 'NotSettled', 'old', 'r-1'),
      ('I-draft', NULL, 'Draft', 'Generated', 'A', 'USD', '2026-01-01',
      '2026-01-01', NULL, 'Ann', 'A', 'S', 'C', '1', 'NO', '100.00', '0.00', '100.00',
      '100.00', 'NotSettled', 'old', 'r-2');
    INSERT INTO invoice_line (invoice_id, position, line_id, type, billing_schedule_id, name,
      period_from, period_to, quantity, unit_price, amount, tax_processing_status, reissue, is_live)
    VALUES ('I-posted', 1, 'L', 'Charge', 'S-posted', 'P', '2026-01-01', '2026-02-01', '1',
      '100.00', '100.00', 'Posted', 0, TRUE),
      ('I-draft', 1, 'L', 'Charge', 'S-draft', 'P', '2026-01-01', '2026-02-01', '1',
      '100.00', '100.00', 'Estimated', 0, TRUE);
    UPDATE sequence_counter SET next_value = 2 WHERE name = 'invoice_number';
    """

  @Test("Invoices of the version before are posted, paid, voided", arguments: TestStore.both)
  func upgraded(on store: TestStore) async throws {
    var options = RunningSystem.Options()
    options.store = store
    options.workers = 0
    options.migrates = false
    try await RunningSystem.run(options) { system in
      try system.prepareDirectory()
      _ = try Schema(StoreSession(system.opener, for: .migrating)).migrate(upTo: 12)
      try system.execute(Self.stored)
      try system.migrate()
      try system.startWorker()
      try await expectRight(in: system)
    }
  }

  private func expectRight(in system: RunningSystem) async throws {
    func done(_ request: SampleRequest) async throws -> RecordedMessage {
      let completion = try await system.complete(request)
      #expect(
        completion.outcome == "Succeeded", "\(String(decoding: completion.body, as: UTF8.self))")
      return completion
    }
    // Numbers go on where they stood; versions begin with 1.
    let posted = try await done(
      SampleRequest(
        "invoice.post.v1", id: "post", ["invoiceIds": ["I-draft"], "expectedVersion": 1]))
    #expect(posted.data["invoices"][0]["invoiceNumber"].text == "INV-2026-000002")

    _ = try await done(.pay("P-1", of: "A", "40.00", to: [("I-posted", "40.00")]))
    let old = try #require(system.invoices(of: "A").first { $0.id == "I-posted" })
    #expect(old.payable.decimalText == "100.00")
    #expect(old.balance.decimalText == "60.00")
    let settled = try await system.complete(.void(["I-posted"]))
    #expect(settled.codes == ["INVOICE_SETTLED"])

    _ = try await done(.unapplyPayment(["paymentId": "P-1"]))
    let voided = try await done(.void(["I-posted"]))
    #expect(voided.data["creditMemos"][0]["creditMemoNumber"].text?.hasPrefix("CM-") == true)
    #expect(voided.data["creditMemos"][0]["creditMemoNumber"].text?.hasSuffix("-000001") == true)
    let again = try await system.generate(
      action: "Posted", ["billingScheduleIds": ["S-posted"]], targetDate: "2026-01-02")
    #expect(again.data["invoices"][0]["totalAmount"].text == "100.00", "\(again.codes)")
    #expect(again.data["invoices"][0]["invoiceNumber"].text == "INV-2026-000003")
    // What happened before nobody knows; what happens now is in the timeline.
    #expect(
      try system.column(
        """
        SELECT kind FROM invoice_event WHERE invoice_id = 'I-posted' AND kind <> 'Overdue'
        ORDER BY number
        """) == ["BalanceChanged", "BalanceChanged", "Voided"])
  }
}
