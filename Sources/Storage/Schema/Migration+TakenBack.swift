extension Migration {
  /// What was taken back is found by its contract; most is of none, and takes no place in that index any more. The new one
  /// comes before the old one goes: dropping it keeps readers out until the step ends.
  static let contractsTakenBack = Migration(
    version: 28, name: "contracts taken back", comments: []
  ) { _ in
    """
    CREATE INDEX invoice_taken_back_of_contract ON invoice (billing_contract_id)
      WHERE billing_contract_id IS NOT NULL AND status IN ('Canceled', 'Voided');
    DROP INDEX invoice_taken_back_by_contract;
    """
  }
}
